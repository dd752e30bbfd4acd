/// Numbers that are hard for text in one direction or the other.
extension SeededGenerator {
  /// A finite double: any bit pattern, or one with few digits, or one near a power.
  public mutating func finiteDouble() -> Double {
    while true {
      let value: Double
      switch next() % 5 {
      case 0, 1: value = Double(bitPattern: next())
      case 2:
        // Prices and ratios: few digits.
        let digits = Double(Int64.random(in: -1_000_000_000...1_000_000_000, using: &self))
        value = digits / [1, 10, 100, 1e3, 1e4, 1e6, 1e8, 1e12][Int(next() % 8)]
      case 3:
        let power = Double(
          sign: .plus, exponent: Int.random(in: -1074...1023, using: &self), significand: 1)
        value = Double(bitPattern: power.bitPattern &+ UInt64(next() % 3) &- 1)
      default:
        let power = Double("1e\(Int.random(in: -323...308, using: &self))")!
        value = Double(bitPattern: power.bitPattern &+ UInt64(next() % 3) &- 1)
      }
      if value.isFinite { return value }
    }
  }

  /// A number of the JSON grammar with 1 to 25 significant digits.
  public mutating func numberText() -> String {
    var digits = String(Int.random(in: 1...9, using: &self))
    for _ in 0..<Int.random(in: 0...24, using: &self) {
      // Runs of 0 and 9 are where rounding carries.
      digits += ["0", "9", String(Int.random(in: 0...9, using: &self))][Int(next() % 3)]
    }
    var text = next() % 4 == 0 ? "-" : ""
    switch next() % 3 {
    case 0: text += digits
    case 1:
      let point = Int.random(in: 0..<digits.count, using: &self)
      let index = digits.index(digits.startIndex, offsetBy: point)
      text += (point == 0 ? "0" : digits[..<index]) + "." + digits[index...]
    default:
      text += "0." + String(repeating: "0", count: Int.random(in: 0...12, using: &self)) + digits
    }
    if next() % 2 == 0 {
      let sign = ["", "+", "-"][Int(next() % 3)]
      text += ["e", "E"][Int(next() % 2)] + sign + String(Int.random(in: 0...330, using: &self))
    }
    return text
  }
}
