import SFCore

/// What happens to a bar of which the input does not cover the whole length.
public enum PartialRule: String, CaseIterable, Sendable {
  /// It is left out and counted.
  case drop
  /// It is written, with the market field `partial` 1.
  case mark

  /// The market field that marks a bar which the input does not cover from its open to its close.
  static let field = "partial"
}

/// Which longer bars are made of the bars that come.
public struct Resampling: Sendable, Equatable {
  /// The intervals to write, each bound to time; bars that come in one of them pass as they are.
  public var intervals: [Interval]

  /// How much later than midnight UTC (Monday for weeks) bars begin, in milliseconds.
  public var offset: Int64

  public init(_ intervals: [Interval], offset: Int64 = 0) {
    self.intervals = intervals
    self.offset = offset
  }
}
