/// What trader and venue agree on: the money, the market and what trading costs.
public struct TradingConditions: Hashable, Sendable, Codable {
  /// Cash at the start, in quote currency.
  public var capital: Price
  /// The interval on which symbols trade; `nil` for the only one in the stream.
  public var interval: Interval?
  public var fill: FillModel
  public var costs: Costs
  /// How finely each symbol trades; `nil` for eight decimals each.
  public var lots: LotTable?
  /// The smallest entry, in quote currency.
  public var minNotional: Price

  public init(
    capital: Price = 10_000, interval: Interval? = nil, fill: FillModel = .nextOpen, costs: Costs,
    lots: LotTable? = nil, minNotional: Price = 0
  ) {
    self.capital = capital
    self.interval = interval
    self.fill = fill
    self.costs = costs
    self.lots = lots
    self.minNotional = minNotional
  }
}
