import Foundation
import SFCore
import SFTransport
import SFWire
import Testing

@Suite struct EndpointTests {
  /// What is thrown where a terminal is refused.
  private struct Refused: Error {}

  private func inDirectory(_ body: (String) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-endpoint-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }  // It is the system's to clear.
    try body(directory.path)
  }

  /// A descriptor that reads these bytes, then ends.
  private func reading(_ text: String) throws -> Int32 {
    let pipe = try SFTransport.Pipe()
    try DescriptorSink(pipe.writing, name: "pipe", isOwned: true).write(text: text)
    return pipe.reading
  }

  private func text(_ source: some ByteSource) throws -> String {
    String(decoding: try source.readAll(), as: UTF8.self)
  }

  @Test(
    arguments: [
      ("-", .standard), ("fd:3", .descriptor(3)), ("fd:0", .descriptor(0)), ("./fd:3", .file),
      ("fd:-1", .file), ("fd:", .file), ("fd:x", .file), ("fd:99999999999", .file),
      ("run.jsonl", .file), ("./-", .file), ("tcp://10.0.0.5:7001", .socket), ("tcp", .file),
    ] as [(String, Endpoint)])
  func `says what a name means`(name: String, endpoint: Endpoint) {
    #expect(Endpoint(name) == endpoint)
  }

  @Test func `reads a file, packed or not`() throws {
    try inDirectory { directory in
      let path = "\(directory)/lines"
      try AtomicFile.write("a\nb\n", to: path)
      #expect(try text(Endpoint.open(input: path)) == "a\nb\n")
      #expect(try Endpoint.text(of: path) == "a\nb\n")
      #expect(try Endpoint.open(raw: path).size == 4)
      let gzip = try ChildProcess(Program(["gzip", path]))
      #expect(gzip.wait() == .status(0))
      #expect(try text(Endpoint.open(input: "\(path).gz")) == "a\nb\n")
      #expect(try Endpoint.bytes(of: "\(path).gz").starts(with: [0x1F, 0x8B]))
    }
  }

  @Test func `reads a descriptor that is there, and closes it`() throws {
    let descriptor = try reading("line\n")
    #expect(try text(Endpoint.open(input: "fd:\(descriptor)")) == "line\n")
    #expect(fcntl(descriptor, F_GETFD) == -1)
  }

  @Test func `leaves open what others have opened`() throws {
    let descriptor = try reading("line\n")
    defer { close(descriptor) }
    #expect(try text(Endpoint.open(descriptor: descriptor, name: "-")) == "line\n")
    #expect(fcntl(descriptor, F_GETFD) >= 0)
  }

  @Test func `no program inherits a descriptor that a stream was opened from`() throws {
    let descriptor = dup(try reading(""))
    #expect(fcntl(descriptor, F_GETFD) == 0)
    try withExtendedLifetime(Endpoint.open(input: "fd:\(descriptor)")) {
      #expect(fcntl(descriptor, F_GETFD) == FD_CLOEXEC)
    }
  }

  @Test func `refuses a terminal where it is told to`() throws {
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    guard terminal >= 0 else { return }
    let again = dup(terminal)
    #expect(throws: Refused.self) {
      try Endpoint.open(input: "fd:\(terminal)", ifTerminal: Refused())
    }
    _ = try Endpoint.open(input: "fd:\(again)")
  }

  @Test func `ends when it is to stop`() throws {
    let (pipe, stop) = (try SFTransport.Pipe(), try SFTransport.Pipe())
    let source = try Endpoint.open(input: "fd:\(pipe.reading)", stop: stop.reading)
    close(stop.writing)
    #expect(try text(source) == "" && source.isStopped)
    for end in [pipe.writing, stop.reading] { close(end) }
  }

  @Test(arguments: [
    ("nowhere/x", "No such file or directory", nil),
    (
      ".", "it is a directory without a journal",
      "give a file, or the directory of a stage of a session"
    ),
    ("fd:987", "Bad file descriptor", nil),
    (
      "tcp://localhost:1",
      "it is a socket, which sf-serve, sf-session and sf-cat speak to", nil
    ),
  ])
  func `an input that is none is an error that names it`(
    name: String, reason: String, help: String?
  ) {
    let error = #expect(throws: TransportError.self) { try Endpoint.open(input: name) }
    #expect(error == TransportError(.noInput, "cannot read '\(name)': \(reason)", help: help))
  }

  @Test(arguments: [
    ("nowhere/x", "No such file or directory"), (".", "Is a directory"),
    ("fd:987", "Bad file descriptor"),
    (
      "tcp://localhost:1",
      "it is a socket, which sf-serve, sf-session and sf-cat speak to"
    ),
  ])
  func `an output that is none is an error that names it`(name: String, reason: String) {
    let expected = TransportError(.cannotCreate, "cannot create '\(name)': \(reason)")
    #expect(throws: expected) { try Endpoint.open(output: name) }
    #expect(throws: expected) { try Endpoint.open(log: name) }
  }

  @Test func `an output is emptied, a log grows`() throws {
    try inDirectory { directory in
      let path = "\(directory)/out"
      for word in ["first and longer", "second"] {
        try Endpoint.open(output: path).write(text: word)
      }
      #expect(try Endpoint.text(of: path) == "second")
      let log = DescriptorSink(try Endpoint.open(log: path), name: path, isOwned: true)
      try log.write(text: ", third")
      #expect(try Endpoint.text(of: path) == "second, third")
      #expect(try Endpoint.open(log: "-") == 2)
    }
  }

  @Test func `writes to a descriptor that is there`() throws {
    let pipe = try SFTransport.Pipe()
    try Endpoint.open(output: "fd:\(pipe.writing)").write(text: "line\n")
    #expect(try text(Endpoint.open(input: "fd:\(pipe.reading)")) == "line\n")
  }
}
