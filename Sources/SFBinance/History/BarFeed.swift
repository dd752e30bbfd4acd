import SFCore

/// Where the closed bars of several series come from, each in order of time: asked for over REST,
/// or sent by a stream.
public protocol BarFeed: AnyObject {
  var series: [Series] { get }

  /// The next bars of any series; `nil` when there are no more, when the steady clock is at
  /// `deadline` (milliseconds, `.max` for none), or when the run is to stop.
  func next(until deadline: Int64) throws -> BarBatch?

  /// Whether no more will come.
  var isFinished: Bool { get }

  /// Whether the run is to stop.
  var isStopped: Bool { get }

  /// Whether all that was closed when the feed began has been handed out, of a series.
  func isLive(_ series: Int) -> Bool
}

/// All bars of a part of a series.
public struct BarBatch: Equatable, Sendable {
  /// The place of the series in the feed.
  public let series: Int
  /// The opens that the batch settles.
  public let span: Span
  public let bars: [Kline]
  /// Opens of bars that the exchange does not have.
  public let lacking: [Span]
}
