/// The text of a `Double`, as `Double.description` writes it, without a string.
public enum DoubleText {
  /// Writes at most 25 bytes and returns how many; the value must be finite, the place have room
  /// for 32.
  ///
  /// Minus zero is written `0.0`, since nothing that a stage can mean by its sign survives a pipe.
  public static func write(_ value: Double, to start: UnsafeMutablePointer<UInt8>) -> Int {
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
    let count = DigitText.write(decimal.digits, to: p)
    // The number is 0.d₁d₂… × 10^point.
    let point = count + decimal.exponent
    if point < -3 || magnitude > 0x1p54 {
      return writeExponent(p, count, point) - start
    }
    if point <= 0 {
      // 0.000123
      let shift = 2 - point
      var index = count
      while index > 0 {
        index -= 1
        p[index + shift] = p[index]
      }
      p[0] = 48
      p[1] = UInt8(ascii: ".")
      for zero in 2..<shift where zero >= 2 { p[zero] = 48 }
      return p + shift + count - start
    }
    if point >= count {
      // 123000.0
      for place in count..<point where place >= count { p[place] = 48 }
      p[point] = UInt8(ascii: ".")
      p[point + 1] = 48
      return p + point + 2 - start
    }
    var index = count
    while index > point {
      p[index] = p[index - 1]
      index -= 1
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
