/// What opening a journal took away, since it was written and never whole.
public struct JournalCut: Equatable, Sendable {
  /// The file that was cut, or removed as a whole.
  public let file: String
  /// What was taken away, in all files.
  public let bytes: Int
  /// Files of which nothing was left, and which are gone.
  public let files: Int
  /// `FILE:LINE:COLUMN` and what stood there; `nil` when the end was torn and nothing else.
  public let damage: String?
}
