import Foundation
import SFCore
import SFRun
import SFTestSupport
import Testing

import SFFetch

/// Real sockets between a port and a connection.
@Suite struct FetchSocketTests {
  private let clock = SystemClock()
  private let hello = FetchReply.Hello(
    journal: "j", header: Array("{}\n".utf8), floor: nil, head: nil, isEnded: false)

  private func inPlace(_ body: (String) throws -> Void) throws {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-f-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    try body(place.path)
  }

  /// Serves what is asked until something is delivered, or nothing was for `patience`.
  private func deliver(
    _ connection: FetchConnection, _ port: FetchPort, _ door: Doorkeeper? = nil,
    patience: TimeSpan = .seconds(20), answer: (FetchRequest) -> FetchReply?
  ) throws -> FetchClient.Delivery? {
    let deadline = clock.now + patience
    while clock.now < deadline {
      if let delivery = try connection.next() { return delivery }
      let next = try connection.advance(clock.now)
      _ = door?.answer()
      while let (asker, request) = port.next() {
        if let reply = answer(request) { port.answer(asker, reply) }
      }
      var awaited = WaitSet()
      awaited.watch(connection.descriptor, .reading)
      awaited.watch(port.descriptor, .reading)
      if let door { awaited.watch(door.descriptor, .reading) }
      _ = awaited.wait(until: min(next, deadline, clock.now + .milliseconds(50)), clock)
    }
    return nil
  }

  @Test func `fetches by a socket in a directory`() throws {
    try inPlace { place in
      let context = try ZmqContext()
      let address = try FetchAddress(stage: place)
      let port = try FetchPort(address, context)
      let connection = try FetchConnection(address, FetchClient(), nil, context)
      #expect(
        try deliver(connection, port) { .hello(id: $0.id, hello) } == .header(hello))
      let steps = [UInt8](repeating: 65, count: 1 << 20)
      let mark: Timestamp = "2026-01-05T09:31:00.000Z"
      #expect(
        try deliver(connection, port) { .steps(id: $0.id, upTo: mark, steps) }
          == .steps(steps, upTo: mark))
      #expect(try deliver(connection, port) { .end(id: $0.id, [1]) } == .end([1]))
    }
  }

  @Test func `goes on with a producer that was started again`() throws {
    try inPlace { place in
      let context = try ZmqContext()
      let address = try FetchAddress(stage: place)
      let connection = try FetchConnection(address, FetchClient(), nil, context)
      do {
        let port = try FetchPort(address, context)
        #expect(try deliver(connection, port) { .hello(id: $0.id, hello) } == .header(hello))
        // This question goes with the port.
        #expect(try deliver(connection, port, patience: .milliseconds(300)) { _ in nil } == nil)
      }
      let port = try FetchPort(address, context)
      #expect(try deliver(connection, port) { .end(id: $0.id, [1]) } == .end([1]))
    }
  }

  @Test func `what is no question is answered as such`() throws {
    try inPlace { place in
      let context = try ZmqContext()
      let address = try FetchAddress(stage: place)
      let port = try FetchPort(address, context)
      let socket = try ZmqSocket(.dealer, context)
      try socket.connect(address.text)
      socket.send([Array("buy".utf8), Array("9".utf8)])
      var awaited = WaitSet()
      awaited.watch(socket.descriptor, .reading)
      awaited.watch(port.descriptor, .reading)
      var reply: Frames?
      let deadline = clock.now + .seconds(20)
      while reply == nil, clock.now < deadline {
        _ = awaited.wait(until: clock.now + .milliseconds(20), clock)
        #expect(port.next() == nil)
        reply = socket.receive()
      }
      #expect(
        try FetchReply(try #require(reply))
          == .reset(id: "9", reason: "found a request 'buy', expected 'hello' or 'fetch'"))
    }
  }

  /// A port of this machine that nobody has.
  private func freePort() throws -> Int {
    let script =
      "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
    let result = try Shell.run("python3 -c \"\(script)\"")
    return try #require(Int(result.output.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  @Test func `with keys only those on the list come in`() throws {
    try inPlace { place in
      let context = try ZmqContext()
      let (server, friend, stranger) = (try CurveKeys(), try CurveKeys(), try CurveKeys())
      let address = try FetchAddress(tcp: "tcp://127.0.0.1:\(try freePort())")
      let door = try Doorkeeper(
        allowing: try PublicKeys(text: friend.public, name: "allow"), context)
      let port = try FetchPort(address, keys: server, context)
      let servers = try PublicKeys(text: server.public, name: "servers")
      let answer = { (request: FetchRequest) -> FetchReply? in .hello(id: request.id, hello) }

      let welcome = try FetchConnection(
        address, FetchClient(), .init(keys: friend, servers: servers), context)
      #expect(try deliver(welcome, port, door, answer: answer) == .header(hello))

      let kept = try FetchConnection(
        address, FetchClient(), .init(keys: stranger, servers: servers), context)
      let soon = TimeSpan.milliseconds(700)
      #expect(try deliver(kept, port, door, patience: soon, answer: answer) == nil)

      // Who shows no key, and who takes another for the server, hear nothing either.
      let bare = try FetchConnection(address, FetchClient(), nil, context)
      #expect(try deliver(bare, port, door, patience: soon, answer: answer) == nil)
      let astray = try FetchConnection(
        address, FetchClient(),
        .init(keys: friend, servers: try PublicKeys(text: stranger.public, name: "servers")),
        context)
      #expect(try deliver(astray, port, door, patience: soon, answer: answer) == nil)
    }
  }

  @Test func `another machine is not asked in the clear`() throws {
    let error = #expect(throws: FetchError.self) {
      try FetchConnection(
        FetchAddress(tcp: "tcp://10.0.0.5:7001"), FetchClient(), nil, ZmqContext())
    }
    #expect(error?.exitStatus == .refused)
  }
}
