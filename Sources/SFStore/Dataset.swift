import SFCore

/// The rows of one type, symbol and interval: what is appended to and read in order of time.
public struct Dataset: Hashable, Sendable {
  public let type: DataType
  public let series: Series

  public init(_ type: DataType, _ series: Series) {
    self.type = type
    self.series = series
  }

  /// The interval of rows that are no bars.
  public static let noInterval: Interval = {
    guard let interval = Interval("tick") else { preconditionFailure("a name for an interval") }
    return interval
  }()

  /// As messages name it: `spot BTCUSDT 1m`.
  public var text: String { "\(type.name) \(series.symbol) \(series.interval)" }

  /// By type, symbol, interval.
  public static func isOrdered(_ a: Dataset, _ b: Dataset) -> Bool {
    a.type.name != b.type.name
      ? a.type.name < b.type.name : Series.isOrdered(a.series, b.series)
  }
}

/// What a dataset holds.
public struct DatasetExtent: Hashable, Sendable {
  public let rows: Int
  /// The first and the last time, of bars that of their open; `nil` when there are no rows.
  public let first: Timestamp?
  public let last: Timestamp?

  public init(rows: Int, first: Timestamp?, last: Timestamp?) {
    self.rows = rows
    self.first = first
    self.last = last
  }
}

/// Bars that stand side by side, by the open times of the first and the last.
public struct BarSpan: Hashable, Sendable, Comparable {
  public let first: Timestamp
  public let last: Timestamp

  public init(first: Timestamp, last: Timestamp) {
    precondition(first <= last, "a span holds a bar")
    self.first = first
    self.last = last
  }

  /// How many bars of that length it holds.
  public func count(of length: Int64) -> Int { Int((last - first + length / 2) / length) + 1 }

  public static func < (a: BarSpan, b: BarSpan) -> Bool {
    (a.first, a.last) < (b.first, b.last)
  }
}

/// What became of the rows of an `append`.
public struct Appended: Hashable, Sendable {
  /// Rows that were not there.
  public var new = 0
  /// Rows that were there as they are.
  public var known = 0
  /// Rows that were there with other values, and have been replaced.
  public var replaced = 0
  /// Rows that were there with other values, which have been kept.
  public var kept = 0

  public init() {}

  public static func += (sum: inout Appended, more: Appended) {
    sum.new += more.new
    sum.known += more.known
    sum.replaced += more.replaced
    sum.kept += more.kept
  }
}
