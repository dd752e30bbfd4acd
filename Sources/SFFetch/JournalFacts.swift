import SFCore

/// What a producer knows of its journal when it is asked for steps behind a mark.
///
///     dropped | floor … head |
///          gone   steps      wait, or the end      wait: derived; reset: origin
public struct JournalFacts: Equatable, Sendable {
  public var id: String
  /// The first mark that is kept; `nil` while there is none.
  public var floor: Timestamp?
  /// The last mark of what was dropped; `nil` when nothing was.
  public var dropped: Timestamp?
  /// The last mark that may be shown; `nil` while there is none.
  public var head: Timestamp?
  public var isEnded: Bool
  /// Whether nothing can make what it lost once more.
  public var isOrigin: Bool

  public init(
    id: String, floor: Timestamp?, dropped: Timestamp?, head: Timestamp?, isEnded: Bool,
    isOrigin: Bool
  ) {
    self.id = id
    self.floor = floor
    self.dropped = dropped
    self.head = head
    self.isEnded = isEnded
    self.isOrigin = isOrigin
  }

  /// What becomes of a question.
  public enum Answer: Equatable, Sendable {
    /// The steps behind the mark.
    case steps
    /// Closing lines and the end.
    case end
    /// Nothing yet.
    case wait
    /// The steps behind the mark are kept no longer.
    case gone
    /// The mark is none of this journal.
    case reset(reason: String)
  }

  public func answer(behind mark: Timestamp?) -> Answer {
    if let mark, head.map({ mark > $0 }) ?? true {
      // Who is ahead of a derived stage has what that stage will write again, the same bytes.
      guard isOrigin else { return .wait }
      let last = head.map { "its last mark \($0)" } ?? "its start"
      return .reset(reason: "mark \(mark) lies behind \(last)")
    }
    if let dropped, mark.map({ $0 < dropped }) ?? true { return .gone }
    if mark == head { return isEnded ? .end : .wait }
    return .steps
  }

  /// The same for who says of which journal it read up to now.
  public func answer(_ wanted: FetchRequest.Wanted) -> Answer {
    guard wanted.journal == id else {
      return .reset(reason: "this is journal \(id), not \(wanted.journal)")
    }
    return answer(behind: wanted.behind)
  }
}
