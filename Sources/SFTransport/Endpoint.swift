import SFCore
import SFJournal
import SFRun
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where a stream comes from or goes to, as users name it. What a tool reads or writes is opened here
/// and nowhere else:
///
///     -              standard input or output
///     fd:3           a descriptor that the tool was started with
///     run.jsonl      a file, a named pipe, a device
///     run/features   a directory: the journal in it, its segments as one stream
///     tcp://…        a socket: no stream yet
///
/// A file whose name looks like another of these is `./fd:3`.
public enum Endpoint: Equatable, Sendable {
  case standard
  case descriptor(Int32)
  case file
  case socket

  /// What a name says.
  public init(_ name: String) {
    if name == "-" {
      self = .standard
    } else if name.hasPrefix("fd:"), let number = Int32(name.dropFirst(3)), number >= 0 {
      self = .descriptor(number)
    } else {
      self = name.hasPrefix("tcp://") ? .socket : .file
    }
  }

  // MARK: Reading

  /// Opens a stream, which comes out unpacked where it begins as gzip or a zip archive does.
  ///
  /// It ends when it ends, or when the descriptor `stop` becomes readable. A terminal is refused by
  /// an error, where one is given: a filter would wait for lines that nobody types.
  public static func open(
    input name: String, stop: Int32 = -1, ifTerminal refusal: (any Error)? = nil
  ) throws -> any ByteSource {
    if isDirectory(name) { return try JournalSource(try journal(name), name: name) }
    return UnpackingSource(try open(raw: name, stop: stop, ifTerminal: refusal))
  }

  /// Opens a journal, whose source waits at the end of what is there, until the stream has ended or
  /// the descriptor `stop` becomes readable.
  public static func open(
    following name: String, stop: Int32, _ clock: any Clock
  ) throws -> any ByteSource {
    guard isDirectory(name) else {
      throw cannotRead(name, "it is no directory of a journal, which alone can be followed")
    }
    return try JournalSource(
      try journal(name), name: name, following: JournalSource.Following(clock, stop: stop))
  }

  private static func journal(_ name: String) throws(TransportError) -> String {
    guard let journal = JournalSource.journal(at: name) else {
      throw cannotRead(
        name, "it is a directory without a journal",
        help: "give a file, or the directory of a stage of a session")
    }
    return journal
  }

  private static func isDirectory(_ name: String) -> Bool {
    var status = stat()
    return Endpoint(name) == .file && stat(name, &status) == 0
      && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The same of a descriptor that is open and stays so.
  public static func open(
    descriptor: Int32, name: String, stop: Int32 = -1, ifTerminal refusal: (any Error)? = nil
  ) throws -> any ByteSource {
    let source = DescriptorSource(descriptor, name: name, isOwned: false, stop: stop)
    return UnpackingSource(try refusing(terminal: source, refusal))
  }

  /// Opens the bytes of a stream as they are.
  public static func open(
    raw name: String, stop: Int32 = -1, ifTerminal refusal: (any Error)? = nil
  ) throws -> DescriptorSource {
    let descriptor = try readable(name)
    let source = DescriptorSource(
      descriptor, name: name, isOwned: isOurs(descriptor), stop: stop)
    return try refusing(terminal: source, refusal)
  }

  private static func refusing(
    terminal source: DescriptorSource, _ refusal: (any Error)?
  ) throws -> DescriptorSource {
    if let refusal, source.isTerminal { throw refusal }
    return source
  }

  /// More than a configuration, a table or a text has: beyond, it has no end.
  public static let longestText = 128 << 20

  /// All bytes of what is no stream: a configuration, a table, a text.
  public static func bytes(of name: String, most: Int = longestText) throws -> [UInt8] {
    try open(raw: name).readAll(most: most)
  }

  /// The same as text.
  public static func text(of name: String) throws -> String {
    String(decoding: try bytes(of: name), as: UTF8.self)
  }

  private static func readable(_ name: String) throws(TransportError) -> Int32 {
    switch Endpoint(name) {
    case .standard: return 0
    case .descriptor(let descriptor):
      guard adopt(descriptor) else { throw cannotRead(name, TransportError.reason(errno)) }
      return descriptor
    case .file: return try file(reading: name)
    case .socket: throw cannotRead(name, socketReason)
    }
  }

  /// Opens a file for reading, whatever its name looks like.
  public static func file(reading path: String) throws(TransportError) -> Int32 {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotRead(path, TransportError.reason(errno)) }
    var status = stat()
    guard fstat(descriptor, &status) != 0 || status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw cannotRead(
        path, "it is a directory",
        help: "give a file, such as one of it")
    }
    return descriptor
  }

  private static func cannotRead(
    _ name: String, _ reason: String, help: String? = nil
  ) -> TransportError {
    TransportError(.noInput, "cannot read '\(name)': \(reason)", help: help)
  }

  // MARK: Writing

  /// Opens an output: a file is created, or emptied when it is there.
  public static func open(output name: String) throws(TransportError) -> DescriptorSink {
    let descriptor = try writable(name, standard: 1, O_TRUNC)
    return DescriptorSink(
      descriptor, name: Endpoint(name) == .standard ? "standard output" : name,
      isOwned: isOurs(descriptor))
  }

  /// Opens a place for what is said to people: a file that grows; standard error for `-`.
  public static func open(log name: String) throws(TransportError) -> Int32 {
    try writable(name, standard: 2, O_APPEND)
  }

  private static func writable(
    _ name: String, standard: Int32, _ mode: Int32
  ) throws(TransportError) -> Int32 {
    switch Endpoint(name) {
    case .standard: return standard
    case .descriptor(let descriptor):
      guard adopt(descriptor) else { throw cannotCreate(name, TransportError.reason(errno)) }
      return descriptor
    case .file: return try file(writing: name, mode)
    case .socket: throw cannotCreate(name, socketReason)
    }
  }

  /// Opens a file for writing, whatever its name looks like: emptied, or to be grown by `O_APPEND`.
  public static func file(
    writing path: String, _ mode: Int32 = O_TRUNC
  ) throws(TransportError) -> Int32 {
    let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | mode | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw cannotCreate(path, TransportError.reason(errno)) }
    return descriptor
  }

  private static func cannotCreate(_ name: String, _ reason: String) -> TransportError {
    TransportError(.cannotCreate, "cannot create '\(name)': \(reason)")
  }

  // MARK: Both

  private static let socketReason =
    "it is a socket, which sf-serve, sf-session and sf-cat speak to"

  /// Whether a descriptor is there; no program that is started inherits it, but for the first three.
  private static func adopt(_ descriptor: Int32) -> Bool {
    fcntl(descriptor, F_SETFD, isOurs(descriptor) ? FD_CLOEXEC : 0) == 0
  }

  /// Whether a stream closes it: the first three belong to the process.
  private static func isOurs(_ descriptor: Int32) -> Bool { descriptor > 2 }
}
