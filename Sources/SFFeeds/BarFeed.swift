import SFCore
import SFRun

/// Where the closed bars of several series come from, each in order of time: asked for a page at a
/// time, or sent by a stream.
public protocol BarFeed: AnyObject {
  var series: [Series] { get }

  /// The next bars of any series; `nil` when there are no more, at `deadline`, when the run is to
  /// stop, or when their server has news.
  func next(until deadline: Moment) throws -> BarBatch?

  /// Whether no more will come.
  var isFinished: Bool { get }

  /// Whether the run is to stop.
  var isStopped: Bool { get }

  /// Whether all that was closed when the feed began has been handed out, of a series.
  func isLive(_ series: Int) -> Bool
}

/// All bars of a part of a series.
public struct BarBatch: Equatable, Sendable {
  /// The place of the series in the feed, which its bars name too.
  public let series: Int
  /// The opens that the batch settles.
  public let span: TimeRange
  public let bars: [ClosedBar]
  /// Opens of bars that do not exist where they come from.
  public let lacking: [TimeRange]
}

/// A bar that has closed, on its way to the stream.
public struct ClosedBar: Hashable, Sendable {
  /// In milliseconds since 1970.
  public let openTime: Int64
  public var bar: Bar
  /// Further market fields, in ascending order of name.
  public let fields: [MarketField]

  public init(openTime: Int64, bar: Bar, fields: [MarketField]) {
    self.openTime = openTime
    self.bar = bar
    self.fields = fields
  }
}
