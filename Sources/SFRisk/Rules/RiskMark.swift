import SFCore

/// One mark as rules learn it: after fills, before the first order.
public struct RiskMark: Sendable {
  public let time: Timestamp
  /// All bars of the mark.
  public let bars: Reused<Bar>
  /// The round trips that ended at this mark.
  public let closed: [RoundTrip]
  /// The session's own equity at the last closes.
  public let equity: Money
  let sharedMarket: SharedValue<RiskMarket>

  public var market: RiskMarket { _read { yield sharedMarket.value } }
}

/// An order or a cancel that was let through.
public struct PassedRequest: Sendable {
  public let time: Timestamp
  public let series: SeriesIndex
  /// The entry that it is; `nil` for an exit or a cancel.
  public let entry: RiskEntry?

  init(time: Timestamp, series: SeriesIndex) {
    self.time = time
    self.series = series
    entry = nil
  }

  init(_ entry: RiskEntry) {
    time = entry.time
    series = entry.series
    self.entry = entry
  }
}
