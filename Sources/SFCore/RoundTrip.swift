/// A position that was opened and closed.
public struct RoundTrip: Hashable, Sendable, Codable {
  /// `nil` for a symbol of an earlier run that has had no bar in this one.
  public let series: SeriesIndex?
  public let detector: String?
  /// When the exit filled.
  public let exitTime: Timestamp
  /// Net of both fees, in quote currency.
  public let pnl: Price
  /// Entry price × quantity.
  public let notional: Money

  public init(
    series: SeriesIndex?, detector: String? = nil, exitTime: Timestamp, pnl: Price, notional: Money
  ) {
    self.series = series
    self.detector = detector
    self.exitTime = exitTime
    self.pnl = pnl
    self.notional = notional
  }

  /// Net of fees, as a fraction of the entry's notional; 0 without notional.
  public var gain: Double { notional > .zero ? pnl.double / notional.double : 0 }
}
