import SFCore

/// What a consumer asks a producer.
public enum FetchRequest: Equatable, Sendable {
  /// Who are you?
  case hello(id: String)
  case fetch(id: String, Wanted)

  /// The steps that a consumer wants.
  public struct Wanted: Equatable, Sendable {
    /// The id of the journal that they are of.
    public var journal: String
    /// The mark behind which they begin; `nil` for the first ever.
    public var behind: Timestamp?
    /// So many bytes at most, unless one step is longer.
    public var most: Int
    /// How long the producer may wait for something new.
    public var patience: TimeSpan

    public init(journal: String, behind: Timestamp?, most: Int, patience: TimeSpan) {
      self.journal = journal
      self.behind = behind
      self.most = most
      self.patience = patience
    }
  }

  /// What the reply says, so that one to an older question is told apart.
  public var id: String {
    switch self {
    case .hello(let id), .fetch(let id, _): id
    }
  }

  public var frames: Frames {
    switch self {
    case .hello(let id): [Array("hello".utf8), Array(id.utf8)]
    case .fetch(let id, let wanted):
      [
        Array("fetch".utf8), Array(id.utf8), Array(wanted.journal.utf8),
        Timestamp.frame(wanted.behind), Array(String(wanted.most).utf8),
        Array(String(wanted.patience.milliseconds).utf8),
      ]
    }
  }

  public init(_ frames: Frames) throws(FetchError) {
    var reader = FrameReader(frames)
    let kind = try reader.text("a kind")
    let id = try reader.text("an id")
    switch kind {
    case "hello": self = .hello(id: id)
    case "fetch":
      self = .fetch(
        id: id,
        Wanted(
          journal: try reader.text("a journal"), behind: try reader.mark("mark"),
          most: try reader.integer("size"),
          patience: TimeSpan(milliseconds: Int64(try reader.integer("patience")))))
    default:
      throw FetchError(
        .protocolMismatch, "found a request '\(kind.prefix(16))', expected 'hello' or 'fetch'")
    }
  }
}
