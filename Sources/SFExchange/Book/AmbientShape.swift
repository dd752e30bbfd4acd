import SFCore

/// How the book of those who are no accounts looks around the last price.
package struct AmbientShape: Equatable, Sendable {
  /// Between best bid and best ask, and between levels, as a fraction of the price; a tick at least.
  package let spread: Ratio
  /// On each side.
  package let levels: Int
  /// What the best level is worth in quote currency; the next twice that, and so on.
  package let depth: AssetAmount

  package init(spread: Ratio = 0.0001, levels: Int = 20, depth: AssetAmount = 10_000) {
    precondition(spread >= 0 && spread < 1 && levels >= 0 && depth >= 0)
    self.spread = spread
    self.levels = levels
    self.depth = depth
  }

  /// The distance between prices at a price, in whole ticks.
  func gap(at price: Price, tick: Price) -> Price {
    let ideal = Int64(Int128(price.units) * Int128(spread.units) / Int128(Ratio.one.units))
    return Price(units: max(ideal / tick.units, 1) * tick.units)
  }

  /// What stands at the level of that number, from 0; a whole number of steps, one at least.
  func quantity(level: Int, at price: Price, step: Quantity) -> Quantity {
    let worth = Int128(depth.units) * Int128(level + 1)
    let units = min(worth * 100_000_000 / Int128(price.units), Int128(AssetAmount.most.units))
    return Quantity(units: max(Int64(units) / step.units, 1) * step.units)
  }
}
