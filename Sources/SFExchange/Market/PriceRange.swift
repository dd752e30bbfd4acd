import SFBinance
import SFCore

/// Between which multiples of the reference price orders of each side are executed: the exchange's
/// rule PRICE_RANGE.
package struct PriceRange: Equatable, Sendable {
  package let buy: PercentPrice.Bounds
  package let sell: PercentPrice.Bounds

  package init(buy: PercentPrice.Bounds, sell: PercentPrice.Bounds) {
    self.buy = buy
    self.sell = sell
  }

  func allows(_ price: Price, _ side: Side, around reference: Price) -> Bool {
    (side == .buy ? buy : sell).allows(price, around: reference)
  }
}
