/// A price finer than prices are: a price times a ratio, exact, in units of 10⁻¹⁶.
///
///     103 × (1 − 0.015) = 101.455          0.00000725 × 1.03 = 0.0000074675
///
/// Levels are compared and never rounded; what fills at one is rounded then, against the trader.
public struct Level: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The value in units of 10⁻¹⁶.
  public let units: Int128

  @inlinable public init(units: Int128) { self.units = units }

  @inlinable public init(_ price: Price) { units = Int128(price.units) * Int128(Ratio.one.units) }

  /// A price that has gained a fraction of itself in a direction; a negative fraction is a loss.
  @inlinable
  public init(_ price: Price, gaining fraction: Ratio, _ direction: Direction) {
    let factor = Int128(Ratio.one.units) + Int128(direction.sign) * Int128(fraction.units)
    units = Int128(price.units) * factor
  }

  /// A price that has gained a distance in a direction; a negative distance is a loss.
  @inlinable
  public init(_ price: Price, gaining distance: Price, _ direction: Direction) {
    let moved = Int128(price.units) + Int128(direction.sign) * Int128(distance.units)
    units = moved * Int128(Ratio.one.units)
  }

  /// The nearest price at or below, and at or above, in units of 10⁻⁸: beyond all prices, perhaps.
  public var priceUnits: (down: Int128, up: Int128) {
    let (quotient, rest) = units.quotientAndRemainder(dividingBy: Int128(Ratio.one.units))
    return (rest < 0 ? quotient - 1 : quotient, rest > 0 ? quotient + 1 : quotient)
  }

  @inlinable public static func < (a: Level, b: Level) -> Bool { a.units < b.units }

  /// Whether it is better than another for a position of that direction, or equal.
  @inlinable
  public func isAtOrBeyond(_ other: Level, _ direction: Direction) -> Bool {
    direction == .long ? units >= other.units : units <= other.units
  }

  /// Every decimal that is not a trailing zero, and one at least.
  public var description: String {
    let one: UInt128 = 10_000_000_000_000_000
    let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: one)
    var decimals = String(one + rest).dropFirst()
    while decimals.count > 1, decimals.last == "0" { decimals.removeLast() }
    return "\(units < 0 ? "-" : "")\(whole).\(decimals)"
  }
}
