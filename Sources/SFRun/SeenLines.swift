import SFCore

/// The part of an input that a run has seen before it was stopped: the lines up to a mark.
struct SeenLines {
  /// The mark up to which lines were seen; `nil` once it has come.
  private(set) var mark: Timestamp?
  /// The time of the last line that was dropped.
  private var last: Timestamp?

  /// The mark, if lines of a time before it were the last: they do not lead up to it.
  var isShort: Timestamp? {
    guard let mark, let last, last < mark else { return nil }
    return mark
  }

  /// Whether no line of a time up to the mark has come.
  var isEmpty: Bool { last == nil }

  init() {}

  init(upTo mark: Timestamp) { self.mark = mark }

  /// Whether a line belongs to it; the first that does not ends it, or the mark itself.
  ///
  /// Lines without a time are what stands before them.
  mutating func hold(_ type: LineType, _ ts: Timestamp?) -> Bool {
    guard let mark else { return false }
    guard let ts else { return true }
    if ts > mark || type == .mark && ts == mark { self.mark = nil }
    if ts <= mark { last = ts }
    return ts <= mark
  }

  /// The stream has ended at that mark: behind lines without marks this is what completes the last
  /// step. `false` when it ends too early.
  mutating func end(at ts: Timestamp?) -> Bool {
    if let mark, let ts, ts < mark { return false }
    mark = nil
    return true
  }
}
