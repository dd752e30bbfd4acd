import SFCore

/// An amount of any asset, base or quote.
package struct AssetAmount: FixedPoint {
  package let units: Int64
  package init(units: Int64) { self.units = units }

  package static func + (a: AssetAmount, b: AssetAmount) -> AssetAmount {
    AssetAmount(units: a.units + b.units)
  }

  package static func - (a: AssetAmount, b: AssetAmount) -> AssetAmount {
    AssetAmount(units: a.units - b.units)
  }

  package static func += (a: inout AssetAmount, b: AssetAmount) { a = a + b }
  package static func -= (a: inout AssetAmount, b: AssetAmount) { a = a - b }

  /// The most that an account may hold of an asset, so that no sum of two amounts overflows.
  package static let most = AssetAmount(units: Int64.max / 4)

  /// Price × quantity, down to eight decimals; `nil` beyond what an account may hold.
  package init?(_ price: Price, times quantity: Quantity) {
    let units = (price * quantity).units / Self.unitsOfOne
    guard units <= Int128(Self.most.units) else { return nil }
    self.init(units: Int64(units))
  }

  package init(_ quantity: Quantity) { self.init(units: quantity.units) }

  /// A share of it, down to eight decimals; the ratio is 0 to 1.
  package func share(_ ratio: Ratio) -> AssetAmount {
    AssetAmount(units: Int64(Int128(units) * Int128(ratio.units) / Self.unitsOfOne))
  }

  private static let unitsOfOne: Int128 = 100_000_000
}
