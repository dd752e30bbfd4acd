import SFCore

/// What a journal holds behind a mark.
public enum JournalReading: Equatable, Sendable {
  /// Whole steps, up to the mark of the last of them.
  case steps([UInt8], upTo: Timestamp)
  /// Closing lines and the end, behind the last step.
  case tail([UInt8])
  /// Nothing yet.
  case nothing
  /// What stands behind the mark was dropped; `floor` is the first mark that is kept, `nil` when
  /// none is.
  case gone(floor: Timestamp?)
}
