import SFCore

/// Refuses a limit or a reference that is far from the market: from the middle of the newest quote,
/// or else from the last close. One that is no older than a bar is required.
public struct CollarRule: RiskRule {
  public static let kind = "collar"
  public static let summary = "Refuses a price that is far from the market."
  public static let parameters = [
    Parameter("max", .ratio, default: "0.05", "the distance, of the market's price")
  ]

  public let max: Ratio

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = try arguments.positiveRatio("max")
  }

  /// Twice the price of the market, in units of 10⁻⁸; `nil` when none is recent.
  private func twiceMarket(_ entry: RiskEntry) -> Int128? {
    let (market, oldest) = (entry.market, entry.time + -entry.market.barLength)
    if let quote = market.quote(of: entry.series), quote.time >= oldest {
      return Int128(quote.bid.units) + Int128(quote.ask.units)
    }
    guard let bar = market.lastBar(of: entry.series), bar >= oldest else { return nil }
    return 2 * Int128(market.closes[entry.series].units)
  }

  public func judge(_ entry: RiskEntry) -> RiskVerdict {
    guard let market = twiceMarket(entry), market > 0 else { return .no(.market(.noPrice)) }
    let price = entry.order.price ?? entry.order.reference
    let distance = (2 * Int128(price.units) - market).magnitude
    // Both sides by the units of a ratio: exact.
    let isFar =
      distance * UInt128(Ratio.one.units) > market.magnitude * UInt128(max.units)
    return isFar ? .no(.rule(.tooFar)) : .pass
  }

  public func explanation(_ entry: RiskEntry) -> String {
    let price = entry.order.price ?? entry.order.reference
    let market = twiceMarket(entry).map { "\(Double($0) / 2e8)" } ?? "no recent price"
    return "\(Self.kind): within \(max) of \(market), asked for \(price)"
  }
}
