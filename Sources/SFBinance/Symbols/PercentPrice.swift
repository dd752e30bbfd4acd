import SFCore

/// Within which multiples of the mean price a limit price must be.
///
///     {"filterType":"PERCENT_PRICE","multiplierUp":"1.3","multiplierDown":"0.7","avgPriceMins":5}
///     {"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"1.2","bidMultiplierDown":"0.2",
///       "askMultiplierUp":"5","askMultiplierDown":"0.8","avgPriceMins":1}
public struct PercentPrice: Equatable, Sendable {
  /// Multiples of the mean price; both bounds are allowed.
  public struct Bounds: Equatable, Sendable {
    public let down: Ratio
    public let up: Ratio

    public init(down: Ratio, up: Ratio) {
      self.down = down
      self.up = up
    }

    /// Whether a price lies within the multiples of another.
    public func allows(_ price: Price, around mean: Price) -> Bool {
      let scaled = Int128(price.units) * Int128(Ratio.one.units)
      return scaled >= Int128(mean.units) * Int128(down.units)
        && scaled <= Int128(mean.units) * Int128(up.units)
    }
  }

  public let kind: SymbolFilter.Kind
  public let buy: Bounds
  public let sell: Bounds
  /// 0 takes the last price.
  public let meanMinutes: Int
}

extension SymbolInfo {
  /// The filter of either kind; `nil` where the symbol has none.
  public func percentPrice() throws(UnreadableAnswer) -> PercentPrice? {
    if let filter = filter(.percentPriceBySide) {
      return try PercentPrice(
        kind: filter.kind, buy: filter.bounds("bidMultiplierDown", "bidMultiplierUp"),
        sell: filter.bounds("askMultiplierDown", "askMultiplierUp"),
        meanMinutes: filter.count("avgPriceMins"))
    }
    guard let filter = filter(.percentPrice) else { return nil }
    let bounds = try filter.bounds("multiplierDown", "multiplierUp")
    return try PercentPrice(
      kind: filter.kind, buy: bounds, sell: bounds, meanMinutes: filter.count("avgPriceMins"))
  }
}

extension SymbolFilter {
  fileprivate func bounds(
    _ down: String, _ up: String
  ) throws(UnreadableAnswer) -> PercentPrice.Bounds {
    PercentPrice.Bounds(down: try amount(down), up: try amount(up))
  }
}
