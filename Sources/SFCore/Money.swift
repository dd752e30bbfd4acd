/// An amount of quote currency: an `Int128` in units of 10⁻¹⁶, so that price × quantity is exact.
public struct Money: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  /// The value in units of 10⁻¹⁶.
  public let units: Int128

  @inlinable public init(units: Int128) { self.units = units }

  public static let zero = Money(units: 0)

  /// The units of an amount, in which a money has eight more decimals.
  @usableFromInline static let perAmountUnit: Int128 = 100_000_000

  /// An amount of quote currency that was given with eight decimals.
  @inlinable
  public init(_ amount: some FixedPoint) {
    units = Int128(amount.units) * Self.perAmountUnit
  }

  /// Reads an amount; `nil` when the text is none.
  public init?(_ text: some StringProtocol) {
    guard let amount = Price(text) else { return nil }
    self.init(amount)
  }

  @inlinable public static func + (a: Money, b: Money) -> Money { Money(units: a.units + b.units) }
  @inlinable public static func - (a: Money, b: Money) -> Money { Money(units: a.units - b.units) }
  @inlinable public static prefix func - (a: Money) -> Money { Money(units: -a.units) }
  @inlinable public static func += (a: inout Money, b: Money) { a = a + b }
  @inlinable public static func -= (a: inout Money, b: Money) { a = a - b }
  @inlinable public static func < (a: Money, b: Money) -> Bool { a.units < b.units }

  /// The value in units of 10⁻⁸, rounded half to even; `nil` beyond an `Int64`.
  @inlinable
  public var roundedUnits: Int64? {
    let magnitude = units.magnitude
    let high = UInt64(truncatingIfNeeded: magnitude >> 64)
    let low = UInt64(truncatingIfNeeded: magnitude)
    // The usual amount: below 472 000, 10⁸ is 2⁸ × 390 625.
    if high < 1 << 8 {
      let upper = (high << 56 | low >> 8).quotientAndRemainder(dividingBy: 390_625)
      return rounded(upper.quotient, remainder: upper.remainder << 8 | low & 0xFF)
    }
    guard high < 100_000_000 else { return nil }
    // Long division by a constant, 32 bits at a time; the 128-bit one asks a function of the runtime.
    let upper = (high << 32 | low >> 32).quotientAndRemainder(dividingBy: 100_000_000)
    let lower = (upper.remainder << 32 | low & 0xFFFF_FFFF)
      .quotientAndRemainder(dividingBy: 100_000_000)
    guard upper.quotient < 1 << 32 else { return nil }
    return rounded(upper.quotient << 32 | lower.quotient, remainder: lower.remainder)
  }

  /// A magnitude and what is left of it, in units of 10⁻¹⁶, with the sign of the value.
  @inlinable @inline(__always)
  func rounded(_ magnitude: UInt64, remainder: UInt64) -> Int64? {
    var quotient = magnitude
    if remainder > 50_000_000 || (remainder == 50_000_000 && quotient & 1 == 1) { quotient += 1 }
    guard quotient <= UInt64(Int64.max) else { return nil }
    return units < 0 ? -Int64(quotient) : Int64(quotient)
  }

  /// Within ± 10¹⁶, far above what an amount can say and far below where sums overflow.
  @inlinable
  public var isInRange: Bool { units.magnitude <= 100_000_000_000_000_000_000_000_000_000_000 }

  /// The `Double` nearest to the value.
  public var double: Double { ExactRatio.double(units, over: 10_000_000_000_000_000) }

  /// As the wire writes it: rounded half to even to eight decimals.
  public var description: String {
    roundedUnits.map { Price(units: $0).description } ?? "\(double)"
  }

  /// Saved exactly, as the text of its units.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let units = Int128(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not an Int128: \(text)"))
    }
    self.init(units: units)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(String(units))
  }
}

extension Price {
  /// Price × quantity, exact.
  @inlinable
  public static func * (price: Price, quantity: Quantity) -> Money {
    Money(units: Int128(price.units) * Int128(quantity.units))
  }
}

extension Price {
  /// Money as the wire writes it, half to even; `nil` when it is out of range.
  public init?(_ money: Money) {
    guard let units = money.roundedUnits else { return nil }
    self.init(units: units)
  }
}

extension Quantity {
  /// The largest whose notional at a price is not above a room, at most what it can hold.
  public init(upTo room: Money, at price: Price) {
    self.init(units: Int64(clamping: room.units / Int128(price.units)))
  }
}

extension Money {
  /// A fraction of it, rounded down; `nil` when it is out of range.
  public func part(_ fraction: Ratio) -> Money? {
    let (product, overflow) = units.multipliedReportingOverflow(by: Int128(fraction.units))
    return overflow ? nil : Money(units: product / Int128(Ratio.one.units))
  }
}
