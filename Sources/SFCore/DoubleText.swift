/// The text of a `Double`, as `Double.description` writes it, without a string.
public enum DoubleText {
  /// The bytes that must be free where a double is written.
  public static let room = 40

  /// Writes at most 25 bytes and returns how many; the value must be finite, `room` bytes free.
  ///
  /// Minus zero is written `0.0`, since nothing that a stage can mean by its sign survives a pipe.
  public static func write(_ value: Double, to start: UnsafeMutablePointer<UInt8>) -> Int {
    // Most numbers of a market have few decimals: one that is a multiple of 10⁻⁸, with 15 digits
    // at most, is its own shortest text.
    let scaled = (value * 1e8).rounded()
    if scaled.magnitude < 1e15, scaled.magnitude >= 1e5, scaled / 1e8 == value {
      return AmountText.write(Int64(scaled), to: start)
    }
    var p = start
    if value == 0 {
      (p[0], p[1], p[2]) = (48, UInt8(ascii: "."), 48)
      return 3
    }
    if value < 0 {
      p.pointee = UInt8(ascii: "-")
      p += 1
    }
    let magnitude = value.magnitude
    var decimal = ShortestDecimal(magnitude)
    if decimal.digits % 10 == 0 { decimal = decimal.withoutTrailingZeros }
    // One place is left in front, where the digits before the point move to; two if none will.
    let digits = p + (magnitude < 1 ? 2 : 1)
    let count = DigitText.write(decimal.digits, to: digits)
    // The number is 0.d₁d₂… × 10^point.
    let point = count + decimal.exponent
    if point < -3 || magnitude > 0x1p53 {
      p.update(from: digits, count: count)
      return writeExponent(p, count, point) - start
    }
    if point <= 0 {
      // 0.000123
      let shift = 2 - point
      if shift > 2 { (p + shift).update(from: digits, count: count) }
      for place in 0..<shift { p[place] = 48 }
      p[1] = UInt8(ascii: ".")
      return p + shift + count - start
    }
    if point >= count {
      // 123000.0
      p.update(from: digits, count: count)
      (p + count).update(repeating: 48, count: point - count)
      p[point] = UInt8(ascii: ".")
      p[point + 1] = 48
      return p + point + 2 - start
    }
    var place = 0
    while place < point {
      p[place] = p[place + 1]
      place += 1
    }
    p[point] = UInt8(ascii: ".")
    return p + count + 1 - start
  }

  /// `1.25e-07` from the digits that stand at `p`.
  private static func writeExponent(
    _ p: UnsafeMutablePointer<UInt8>, _ count: Int, _ point: Int
  ) -> UnsafeMutablePointer<UInt8> {
    var end = p + count
    if count > 1 {
      var index = count
      while index > 1 {
        p[index] = p[index - 1]
        index -= 1
      }
      p[1] = UInt8(ascii: ".")
      end += 1
    }
    let exponent = point - 1
    end[0] = UInt8(ascii: "e")
    end[1] = exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")
    end += 2
    if exponent.magnitude < 10 {
      end.pointee = 48
      end += 1
    }
    return end + DigitText.write(UInt64(exponent.magnitude), to: end)
  }
}

extension ShortestDecimal {
  fileprivate init(digits: UInt64, exponent: Int) {
    self.digits = digits
    self.exponent = exponent
  }

  /// The same number with a last digit other than zero.
  fileprivate var withoutTrailingZeros: ShortestDecimal {
    var digits = digits
    var exponent = exponent
    while digits % 10 == 0 {
      digits /= 10
      exponent += 1
    }
    return ShortestDecimal(digits: digits, exponent: exponent)
  }
}
