import SFCore

/// How much of a journal is kept, in market time before its head.
public struct Retention: Equatable, Sendable {
  public let span: TimeSpan

  public init(_ span: TimeSpan) { self.span = span }

  /// Steps before this moment need not be kept.
  public func limit(at head: Timestamp) -> Timestamp { head + -span.milliseconds }

  /// How many of the first segments, named by their first marks, hold nothing that stands at
  /// `limit` or behind it. The last one stays: it is written to.
  package static func dropped(of segments: [Timestamp], olderThan limit: Timestamp) -> Int {
    max(0, segments.count { $0 <= limit } - 1)
  }
}
