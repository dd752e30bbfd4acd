import Foundation
import SFHTTP
import SFRun
import SFTestSupport
import Testing

/// Questions over a real wire, to a server that answers as it is told.
@Suite struct HTTPClientTests {
  private func ask(
    _ url: String, sizeLimit: Int = 1 << 20, timeLimit: Int? = nil,
    headers: [(name: String, value: String)] = []
  ) throws -> Result<HTTPAnswer, HTTPFailure> {
    let client = try HTTPClient(HTTPOptions(agent: "tests"), stop: -1, SystemClock())
    try client.start(
      Query(url: url, headers: headers, sizeLimit: sizeLimit, timeLimit: timeLimit), tag: 5)
    let (tag, result) = try #require(try client.next(until: SystemClock().now + .seconds(60)))
    #expect(tag == 5)
    return result
  }

  private func reason(_ result: Result<HTTPAnswer, HTTPFailure>) -> String? {
    guard case .failure(let failure) = result else { return nil }
    #expect(!failure.isPassing)
    return failure.reason
  }

  @Test func `asks by GET, with its headers, and hands the answer on`() throws {
    let server = try LocalServer { _ in
      ServerReply("no", status: 418, headers: [("X-One", " a b "), ("x-one", "c")])
    }
    let answer = try ask("\(server.url)/x?y=1", headers: [("X-Key", "k")]).get()
    #expect(answer.status == 418 && answer.body == Array("no".utf8))
    #expect(answer.header("X-ONE") == "a b")
    let request = try #require(server.requests.first)
    #expect(request.method == "GET" && request.path == "/x" && request.query == ["y": "1"])
    #expect(request.headers["x-key"] == "k" && request.headers["user-agent"] == "tests")
  }

  // MARK: Redirects

  @Test func `follows its host`() throws {
    let server = try LocalServer { request in
      request.path == "/end"
        ? ServerReply("there") : ServerReply("", status: 307, headers: [("Location", "/end")])
    }
    #expect(try ask("\(server.url)/begin").get().body == Array("there".utf8))
    #expect(server.requests.map(\.path) == ["/begin", "/end"])
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `does not follow to another host`(status: Int) throws {
    let other = try LocalServer { _ in ServerReply("secret") }
    let server = try LocalServer { _ in
      ServerReply("", status: status, headers: [("Location", "http://localhost:\(other.port)/x")])
    }
    let said = reason(try ask(server.url))
    #expect(
      said
        == "it redirects to 'http://localhost:\(other.port)/x', which is another host or protocol")
    #expect(other.requests.isEmpty)
  }

  @Test(arguments: ["ftp://127.0.0.1/x", "file:///etc/passwd", "gopher://127.0.0.1/\u{1B}[2J"])
  func `does not follow to another protocol`(target: String) throws {
    let server = try LocalServer { _ in
      ServerReply("", status: 302, headers: [("Location", target)])
    }
    let said = try #require(reason(try ask(server.url)))
    #expect(said.hasSuffix("which is another host or protocol"), "\(said)")
    #expect(!said.contains("\u{1B}"))
  }

  @Test func `a ring of redirects ends`() throws {
    let server = try LocalServer { _ in
      ServerReply("", status: 302, headers: [("Location", "/again")])
    }
    #expect(reason(try ask(server.url)) == "more than 5 redirects")
    #expect(server.requests.count == 6)
  }

  // MARK: Bounds

  @Test func `an answer that is too large is given up, also one that unpacks to it`() throws {
    let zeros = [UInt8](repeating: 48, count: 3 << 20)
    let packed = try Self.gzip(zeros)
    #expect(packed.count < 10_000)
    let server = try LocalServer { request in
      request.path == "/packed"
        ? ServerReply(packed, headers: [("Content-Encoding", "gzip")]) : ServerReply(zeros)
    }
    for path in ["/packed", "/plain"] {
      #expect(reason(try ask(server.url + path)) == "an answer of more than 1048576 bytes")
      #expect(try ask(server.url + path, sizeLimit: 4 << 20).get().body.count == zeros.count)
    }
  }

  @Test func `headers without end are given up`() throws {
    let server = try LocalServer { _ in
      ServerReply("", headers: (0..<3_000).map { ("X-\($0)", String(repeating: "y", count: 40)) })
    }
    #expect(
      reason(try ask(server.url)) == "an answer with more than 65536 bytes of headers")
  }

  @Test func `an answer that takes too long may do better later`() throws {
    let server = try LocalServer { _ in
      ServerReply("slow", delivery: .drip(milliseconds: 2_000))
    }
    guard case .failure(let failure) = try ask(server.url, timeLimit: 200) else {
      Issue.record("it took no longer than it may")
      return
    }
    #expect(failure.isPassing)
  }

  @Test func `a header with a line feed in it is none`() throws {
    let client = try HTTPClient(HTTPOptions(agent: "tests"), stop: -1, SystemClock())
    let query = Query(
      url: "http://127.0.0.1:1/", headers: [("X", "a\r\nY: b")], sizeLimit: 1, timeLimit: nil)
    #expect(throws: HTTPFailure.self) { try client.start(query, tag: 1) }
  }

  // MARK: Waiting

  @Test func `several are under way at once, over connections that are kept`() throws {
    let server = try LocalServer { _ in ServerReply("x") }
    let client = try HTTPClient(HTTPOptions(agent: "tests"), stop: -1, SystemClock())
    for round in 0..<3 {
      for tag in 0..<4 {
        try client.start(
          Query(url: "\(server.url)/\(round)", sizeLimit: 10, timeLimit: nil), tag: tag)
      }
      var tags: [Int] = []
      while tags.count < 4, let (tag, _) = try client.next(until: .never) { tags.append(tag) }
      #expect(tags.sorted() == [0, 1, 2, 3])
    }
    #expect(Set(server.requests.map(\.connection)).count == 4)
  }

  @Test func `waits no longer than it is told, and not once the run is to stop`() throws {
    let server = try LocalServer { _ in
      ServerReply("slow", delivery: .drip(milliseconds: 5_000))
    }
    let stop = Foundation.Pipe()
    let clock = SystemClock()
    let client = try HTTPClient(
      HTTPOptions(agent: "tests"), stop: stop.fileHandleForReading.fileDescriptor, clock)
    try client.start(Query(url: server.url, sizeLimit: 10, timeLimit: nil), tag: 1)
    let deadline = clock.now + .milliseconds(50)
    #expect(try client.next(until: deadline)?.tag == nil)
    #expect(clock.now >= deadline && !client.isStopped)
    try stop.fileHandleForWriting.write(contentsOf: [1])
    #expect(try client.next(until: .never)?.tag == nil)
    #expect(client.isStopped)
  }

  private static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-gzip-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    try Data(bytes).write(to: place.appendingPathComponent("a"))
    let made = try Shell.run("gzip -9 a", in: place)
    #expect(made.status == 0, "\(made.error)")
    return Array(try Data(contentsOf: place.appendingPathComponent("a.gz")))
  }
}
