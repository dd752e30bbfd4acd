import SFCore

/// What a producer answers a consumer.
public enum FetchReply: Equatable, Sendable {
  case hello(id: String, Hello)
  /// Whole steps and the mark of the last; no bytes when nothing new came in time.
  case steps(id: String, upTo: Timestamp?, [UInt8])
  /// Closing lines and the end.
  case end(id: String, [UInt8])
  /// The steps behind the mark were dropped; the first mark that is kept.
  case gone(id: String, floor: Timestamp?)
  /// What was asked for is none of this journal, for this reason.
  case reset(id: String, reason: String)

  /// The version of what is said here.
  public static let version = 1

  /// What a producer says of its journal.
  public struct Hello: Equatable, Sendable {
    public var journal: String
    /// The header line, with its line feed.
    public var header: [UInt8]
    /// The first mark that is kept; `nil` while there is none.
    public var floor: Timestamp?
    /// The last mark; `nil` while there is none.
    public var head: Timestamp?
    /// Whether its end has been written.
    public var isEnded: Bool

    public init(
      journal: String, header: [UInt8], floor: Timestamp?, head: Timestamp?, isEnded: Bool
    ) {
      self.journal = journal
      self.header = header
      self.floor = floor
      self.head = head
      self.isEnded = isEnded
    }
  }

  /// That of the request.
  public var id: String {
    switch self {
    case .hello(let id, _), .steps(let id, _, _), .end(let id, _), .gone(let id, _),
      .reset(let id, _):
      id
    }
  }

  public var frames: Frames {
    switch self {
    case .hello(let id, let hello):
      [
        Array("hello".utf8), Array(id.utf8), Array(String(Self.version).utf8),
        Array(hello.journal.utf8), hello.header, Timestamp.frame(hello.floor),
        Timestamp.frame(hello.head), Array((hello.isEnded ? "ended" : "open").utf8),
      ]
    case .steps(let id, let upTo, let bytes):
      [Array("steps".utf8), Array(id.utf8), Timestamp.frame(upTo), bytes]
    case .end(let id, let bytes): [Array("end".utf8), Array(id.utf8), bytes]
    case .gone(let id, let floor): [Array("gone".utf8), Array(id.utf8), Timestamp.frame(floor)]
    case .reset(let id, let reason): [Array("reset".utf8), Array(id.utf8), Array(reason.utf8)]
    }
  }

  public init(_ frames: Frames) throws(FetchError) {
    var reader = FrameReader(frames)
    let kind = try reader.text("a kind")
    let id = try reader.text("an id")
    switch kind {
    case "hello": self = .hello(id: id, try Self.hello(&reader))
    case "steps":
      self = .steps(id: id, upTo: try reader.mark("mark"), try reader.bytes("steps"))
    case "end": self = .end(id: id, try reader.bytes("lines"))
    case "gone": self = .gone(id: id, floor: try reader.mark("floor"))
    case "reset": self = .reset(id: id, reason: try reader.text("a reason"))
    default:
      throw FetchError(.protocolMismatch, "found an unknown reply '\(kind.prefix(16))'")
    }
  }

  private static func hello(_ reader: inout FrameReader) throws(FetchError) -> Hello {
    let version = try reader.integer("version")
    guard version == Self.version else {
      throw FetchError(
        .protocolMismatch, "found version \(version) of fetching, expected \(Self.version)")
    }
    return Hello(
      journal: try reader.text("a journal"), header: try reader.bytes("a header"),
      floor: try reader.mark("floor"), head: try reader.mark("head"),
      isEnded: try reader.text("a state") == "ended")
  }
}
