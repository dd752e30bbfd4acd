/// A JSON number taken apart: its first 19 significant digits and a power of ten.
///
/// Reading a number once and deciding afterwards what it is (an amount, an
/// integer, a `Double`) keeps the grammar in one place.
public struct DecimalNumber {
  public var isNegative: Bool
  /// The first 19 significant digits as an integer.
  public var digits: UInt64
  /// The value is ± `digits` × 10^`exponent`, plus what was dropped.
  public var exponent: Int
  /// More than 19 significant digits were written, and one of the rest is not zero.
  public var droppedDigits: Bool
  /// How the rest stands to half a unit of the last kept digit: below, at, above is −1, 0, 1.
  @usableFromInline var droppedToHalf: Int8
  /// Written without a fraction and without an exponent.
  public var isInteger: Bool

  /// Digits are looked at eight at a time, which may be this far behind a number.
  public static let padding = 8

  /// Reads a number of the JSON grammar and leaves `cursor` behind it.
  ///
  /// The text must be followed by a byte that cannot continue a number (a
  /// delimiter, a line feed, a zero), and `padding` bytes behind it must be
  /// readable. Returns `nil`, with `cursor` at the offending byte, when there
  /// is no number.
  @inlinable
  public init?(scanning cursor: inout UnsafePointer<UInt8>) {
    var p = cursor
    isNegative = p.pointee == UInt8(ascii: "-")
    if isNegative { p += 1 }
    let first = p
    var value: UInt64 = 0
    var dropped = 0
    droppedDigits = false
    droppedToHalf = -1
    var byte = p.pointee &- 48
    guard byte < 10 else {
      cursor = p
      return nil
    }
    DigitText.read(&p, into: &value)
    var digitCount = p - first
    if digitCount > 1, first.pointee == UInt8(ascii: "0") {
      cursor = first + 1
      return nil
    }
    var scale = 0
    isInteger = true
    if p.pointee == UInt8(ascii: ".") {
      isInteger = false
      p += 1
      let fraction = p
      DigitText.read(&p, into: &value)
      scale = fraction - p
      digitCount -= scale
      guard scale != 0 else {
        cursor = p
        return nil
      }
    }
    if digitCount > 19 { digitCount -= Self.leadingZeros(at: first) }
    if digitCount > 19 {
      (value, dropped, droppedDigits, droppedToHalf) = Self.firstDigits(from: first, to: p)
    }
    if p.pointee | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      p += 1
      var written = 0
      let isBelow = p.pointee == UInt8(ascii: "-")
      if isBelow || p.pointee == UInt8(ascii: "+") { p += 1 }
      byte = p.pointee &- 48
      guard byte < 10 else {
        cursor = p
        return nil
      }
      while byte < 10 {
        if written < 100_000 { written = written * 10 + Int(byte) }
        p += 1
        byte = p.pointee &- 48
      }
      scale += isBelow ? -written : written
    }
    digits = value
    exponent = scale + dropped
    cursor = p
  }

  /// The zeros before the first significant digit of a number of many digits.
  @usableFromInline
  static func leadingZeros(at first: UnsafePointer<UInt8>) -> Int {
    guard first.pointee == 48 else { return 0 }
    var p = first + 2
    while p.pointee == 48 { p += 1 }
    return p - first - 1
  }

  /// The first 19 significant digits between two places, how many places were
  /// left out, whether one of those holds a digit other than zero, and how they stand to half.
  @usableFromInline
  static func firstDigits(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>
  ) -> (UInt64, Int, Bool, Int8) {
    var value: UInt64 = 0
    var kept = 0
    var dropped = 0
    var isInexact = false
    var toHalf: Int8 = -1
    var p = start
    while p < end {
      let byte = p.pointee &- 48
      p += 1
      if byte >= 10 { continue }
      if kept == 0, byte == 0 { continue }
      if kept < 19 {
        value = value &* 10 &+ UInt64(byte)
        kept += 1
      } else {
        dropped += 1
        if dropped == 1 {
          toHalf = byte < 5 ? -1 : byte == 5 ? 0 : 1
        } else if toHalf == 0, byte != 0 {
          toHalf = 1
        }
        if byte != 0 { isInexact = true }
      }
    }
    return (value, dropped, isInexact, toHalf)
  }
}

extension DecimalNumber {
  /// How a number stands to the eight decimals of an amount.
  public enum Eighths: Equatable {
    /// The value in units of 10⁻⁸.
    case exact(Int64)
    /// The value had more decimals; this is the nearest, ties to even.
    case rounded(Int64)
    case outOfRange
  }

  /// The value in units of 10⁻⁸, in one step for what the writers write.
  @inlinable
  public var eighths: Eighths {
    let places = exponent + 8
    if places >= 0, places <= 18, !droppedDigits {
      let (product, overflow) = digits.multipliedReportingOverflow(
        by: Self.smallPowers[places])
      if !overflow, product <= UInt64(Int64.max) {
        return .exact(isNegative ? -Int64(product) : Int64(product))
      }
      return .outOfRange
    }
    return slowEighths
  }

  @usableFromInline
  var slowEighths: Eighths {
    if digits == 0, !droppedDigits { return .exact(0) }
    let places = exponent + 8
    guard places < 0 || droppedDigits else { return .outOfRange }
    guard places <= 0 else { return .outOfRange }
    if places == 0 {
      // The kept digits are the units; only what was dropped is to be rounded.
      let isUp = droppedToHalf > 0 || droppedToHalf == 0 && digits % 2 == 1
      let units = digits + (isUp ? 1 : 0)
      guard units <= UInt64(Int64.max) else { return .outOfRange }
      return .rounded(isNegative ? -Int64(units) : Int64(units))
    }
    guard places >= -19 else { return .rounded(0) }
    // 10^19 fits a UInt64, 10^-places therefore does.
    let unit = (0..<(-places)).reduce(UInt64(1)) { unit, _ in unit * 10 }
    var (quotient, remainder) = digits.quotientAndRemainder(dividingBy: unit)
    if remainder == 0, !droppedDigits {
      guard quotient <= UInt64(Int64.max) else { return .outOfRange }
      return .exact(isNegative ? -Int64(quotient) : Int64(quotient))
    }
    let rest = unit - remainder
    let isTie = remainder == rest && !droppedDigits
    if remainder > rest || (remainder == rest && droppedDigits) || (isTie && quotient % 2 == 1) {
      quotient += 1
    }
    guard quotient <= UInt64(Int64.max) else { return .outOfRange }
    return .rounded(isNegative ? -Int64(quotient) : Int64(quotient))
  }

  @usableFromInline static let smallPowers: [UInt64] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
    1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000,
    1_000_000_000_000_000_000,
  ]

  /// The value as an integer; `nil` when it has a fraction or an exponent in
  /// its text, or is out of range.
  public var integer: Int64? {
    guard isInteger, exponent == 0, digits <= UInt64(Int64.max) else { return nil }
    return isNegative ? -Int64(digits) : Int64(digits)
  }

  /// The `Double` nearest to the value; `nil` when it cannot be told from the
  /// kept digits alone, and the text has to be read by other means.
  @inlinable
  public var double: Double? {
    if digits < 1 << 53, exponent >= -22, exponent <= 22, !droppedDigits {
      // Both operands are exact, so that one operation rounds once.
      let magnitude = Double(digits)
      let power = Self.doublePowers[exponent < 0 ? -exponent : exponent]
      let value = exponent < 0 ? magnitude / power : magnitude * power
      return isNegative ? -value : value
    }
    return slowDouble
  }

  @usableFromInline static let doublePowers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  @usableFromInline
  var slowDouble: Double? {
    if digits == 0, !droppedDigits { return isNegative ? -0.0 : 0.0 }
    guard let magnitude = Self.nearest(digits, exponent) else { return nil }
    // The dropped digits lie between `digits` and `digits` + 1: if both give
    // the same `Double`, so does the number.
    if droppedDigits, Self.nearest(digits + 1, exponent) != magnitude { return nil }
    return isNegative ? -magnitude : magnitude
  }

  /// Eisel and Lemire's algorithm for normal results; `nil` when it cannot decide.
  static func nearest(_ digits: UInt64, _ exponent: Int) -> Double? {
    guard digits != 0, exponent >= PowersOfTen.lowest, exponent <= 308 else { return nil }
    let shift = digits.leadingZeroBitCount
    let normalized = digits << UInt64(shift)
    let index = 2 * (exponent - PowersOfTen.lowest)
    var product = normalized.multipliedFullWidth(by: PowersOfTen.words[index])
    if product.high & 0x1FF == 0x1FF {
      // The table is truncated. For negative powers whose reciprocal divides exact ties the next
      // above is wanted, or a tie looks like a number just below it.
      let isReciprocal = exponent < 0 && exponent >= -27
      let power = PowersOfTen.words[index + 1] &+ (isReciprocal ? 1 : 0)
      let second = normalized.multipliedFullWidth(by: power)
      let (low, carry) = product.low.addingReportingOverflow(second.high)
      product.low = low
      if carry { product.high += 1 }
      // All ones: the truncated power cannot tell on which side the number is.
      if product.low == .max, exponent < -27 || exponent > 55 { return nil }
    }
    let upperBit = Int(product.high >> 63)
    var mantissa = product.high >> UInt64(upperBit + 9)
    let power = ((217_706 * exponent) >> 16) + 63
    var biased = power + upperBit - shift + 1023
    guard biased > 0, biased < 2046 else { return nil }
    // A tie that is exact: the truncated digits are all zero.
    if product.low <= 1, exponent >= -4, exponent <= 23, mantissa & 3 == 1,
      mantissa << UInt64(upperBit + 9) == product.high
    {
      mantissa &= ~1
    }
    mantissa = (mantissa + (mantissa & 1)) >> 1
    if mantissa >= 1 << 53 {
      mantissa = 1 << 52
      biased += 1
    }
    guard biased < 2047 else { return nil }
    return Double(bitPattern: (mantissa & ((1 << 52) - 1)) | UInt64(biased) << 52)
  }
}
