import SFCore

extension FixedPoint {
  /// As the exchange writes amounts: always with eight decimals, `0.10000000`.
  package var eightPlaces: String {
    let (whole, part) = units.magnitude.quotientAndRemainder(dividingBy: 100_000_000)
    let digits = String(part)
    let zeros = String(repeating: "0", count: 8 - digits.utf8.count)
    return "\(units < 0 ? "-" : "")\(whole).\(zeros)\(digits)"
  }
}

extension Side {
  /// `BUY` or `SELL`.
  package var word: String { self == .buy ? "BUY" : "SELL" }

  package var opposite: Side { self == .buy ? .sell : .buy }
}

extension Quantity {
  package static func - (a: Quantity, b: Quantity) -> Quantity {
    Quantity(units: a.units - b.units)
  }

  package static func + (a: Quantity, b: Quantity) -> Quantity {
    Quantity(units: a.units + b.units)
  }

  package static func -= (a: inout Quantity, b: Quantity) { a = a - b }
  package static func += (a: inout Quantity, b: Quantity) { a = a + b }

  /// Down to a multiple of a step, counted from 0; as it is without one.
  package func floored(to step: Quantity?) -> Quantity {
    guard let step else { return self }
    return Quantity(units: units - units % step.units)
  }
}
