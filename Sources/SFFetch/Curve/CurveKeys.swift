import SFCore
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A pair of keys by which two machines know each other and read what others cannot.
///
/// The pair is a file that nobody else can read; its public half, beside it as `FILE.pub`, goes to the
/// other side:
///
///     secret rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7
///     public Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID
public struct CurveKeys: Equatable, Sendable {
  public let `public`: String
  public let secret: String

  /// Characters of a key in the form of Z85.
  static let length = 40

  /// A new pair.
  public init() throws {
    let library = try ZmqLibrary.shared.get()
    var (open, hidden) = (
      [CChar](repeating: 0, count: Self.length + 1), [CChar](repeating: 0, count: Self.length + 1)
    )
    guard library.makeKeys(&open, &hidden) == 0 else {
      throw FetchError(.unavailable, "cannot make keys: \(library.failure())")
    }
    `public` = Self.text(open)
    secret = Self.text(hidden)
  }

  private static func text(_ key: [CChar]) -> String {
    String(decoding: key.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Reads a pair from a file; one that others can read is refused (77).
  public init(file: String) throws {
    var status = stat()
    if stat(file, &status) == 0, status.st_mode & 0o077 != 0 {
      throw FetchError(
        .refused, "cannot use the keys in '\(file)': others can read them",
        help: "chmod 600 \(file)")
    }
    var keys: [Substring: String] = [:]
    for line in try Endpoint.text(of: file).split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 2, Self.isKey(words[1]) else { continue }
      keys[words[0]] = String(words[1])
    }
    guard let open = keys["public"], let hidden = keys["secret"] else {
      throw FetchError(
        .configuration, "found no keys in '\(file)', expected a line 'secret' and one 'public'",
        help: "make a pair: sf-serve --make-keys \(file)")
    }
    `public` = open
    secret = hidden
  }

  /// Writes the pair, and its public half beside it; a file that is there stays (73).
  public func write(to file: String) throws {
    try Self.create(file, "secret \(secret)\npublic \(`public`)\n", 0o600)
    try Self.create("\(file).pub", "\(`public`)\n", 0o644)
  }

  private static func create(_ path: String, _ text: String, _ mode: mode_t) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
      throw FetchError(
        .cannotCreate, "cannot create '\(path)': \(TransportError.reason(errno))")
    }
    try DescriptorSink(descriptor, name: path, isOwned: true).write(text: text)
  }

  static func isKey(_ text: some StringProtocol) -> Bool {
    text.utf8.count == length && text.utf8.allSatisfy { $0 > 32 && $0 < 127 }
  }
}
