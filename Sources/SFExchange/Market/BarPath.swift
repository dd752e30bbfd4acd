import SFCore

/// The way that a bar went, as four prints: open, the extreme nearer to it, the other, close.
///
///     open 100, high 104, low 99, close 103    100 99 104 103
///
/// Klines built of the prints of a bar are the bar again.
package enum BarPath {
  /// Without volume nothing was traded, and the path is empty. `standard` is what each print trades
  /// where the market does not say its volume.
  package static func prints(
    of bar: Bar, opened: Timestamp, milliseconds: Int64, standard: Quantity
  ) -> [TapePrint] {
    let volume = bar.volume.map { Quantity(rounding: $0)?.units ?? AssetAmount.most.units }
    guard (volume ?? 1) > 0 else { return [] }
    let isLowFirst = bar.open.units - bar.low.units <= bar.high.units - bar.open.units
    let prices = [
      bar.open, isLowFirst ? bar.low : bar.high, isLowFirst ? bar.high : bar.low, bar.close,
    ]
    var before = bar.close < bar.open ? Price(units: .max) : Price.zero
    return prices.enumerated().map { index, price in
      let isTakerBuy = price > before || price == before && bar.close >= bar.open
      before = price
      return TapePrint(
        time: opened + (index == 3 ? milliseconds - 1 : Int64(index) * milliseconds / 3),
        price: price, quantity: volume.map { part(index, of: $0) } ?? standard,
        isTakerBuy: isTakerBuy)
    }
  }

  /// A quarter, the last with what is left; never nothing.
  private static func part(_ index: Int, of volume: Int64) -> Quantity {
    let quarter = volume / 4
    return Quantity(units: max(1, index == 3 ? volume - 3 * quarter : quarter))
  }
}
