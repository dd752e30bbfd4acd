/// A decimal with eight places, held exactly as an `Int64` in units of 10⁻⁸.
///
/// Prices, quantities and rates are three types of it, so that one is never
/// taken for another; what they share is their text and their order.
public protocol FixedPoint: Hashable, Comparable, Codable, Sendable, CustomStringConvertible,
  ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral
{
  /// The value in units of 10⁻⁸.
  var units: Int64 { get }

  init(units: Int64)
}

extension FixedPoint {
  @inlinable public static var zero: Self { Self(units: 0) }

  @inlinable
  public static func < (a: Self, b: Self) -> Bool { a.units < b.units }

  /// Reads the exact decimal of a JSON number; `nil` when the text is none, or
  /// the value is out of range or has more than eight decimals.
  public init?(_ text: some StringProtocol) {
    guard let number = DecimalNumber(text), case .exact(let units) = number.eighths else {
      return nil
    }
    self.init(units: units)
  }

  public init(integerLiteral value: Int64) { self.init(units: value * 100_000_000) }

  /// The literal rounded to eight decimals: for constants in sources.
  public init(floatLiteral value: Double) { self.init(units: Int64((value * 1e8).rounded())) }

  /// The `Double` nearest to the value.
  @inlinable
  public var double: Double {
    if units.magnitude <= 1 << 53 { return Double(units) / 1e8 }
    return ExactRatio.double(Int128(units), over: 100_000_000)
  }

  /// The shortest text: at most eight decimals, at least one, no exponent.
  public var description: String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
      let count = AmountText.write(units, to: buffer.baseAddress!)
      return String(decoding: buffer[..<count], as: UTF8.self)
    }
  }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Self(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not an amount: \(text)"))
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension DecimalNumber {
  /// Reads a text that is a JSON number from its first to its last byte.
  public init?(_ text: some StringProtocol) {
    var copy = String(text)
    copy.append("\0")
    let length = copy.utf8.count - 1
    let number = copy.withUTF8 { bytes -> DecimalNumber? in
      guard let start = bytes.baseAddress else { return nil }
      var cursor = start
      guard let number = DecimalNumber(scanning: &cursor) else { return nil }
      return cursor - start == length ? number : nil
    }
    guard let number else { return nil }
    self = number
  }
}

/// A price of one unit of the base asset, in quote currency.
public struct Price: FixedPoint {
  public let units: Int64
  @inlinable public init(units: Int64) { self.units = units }
}

/// An amount of the base asset.
public struct Quantity: FixedPoint {
  public let units: Int64
  @inlinable public init(units: Int64) { self.units = units }
}

/// A fraction of something: the exact decimal of its text, so that 0.03 is 3 % and not nearly so.
public struct Ratio: FixedPoint {
  public let units: Int64
  @inlinable public init(units: Int64) { self.units = units }

  /// One in the units of a ratio.
  public static let one = Ratio(units: 100_000_000)
}

/// The text of an amount.
public enum AmountText {
  /// Writes at most 21 bytes and returns how many; the place must have room for 24.
  @inlinable
  public static func write(_ units: Int64, to start: UnsafeMutablePointer<UInt8>) -> Int {
    var p = start
    if units < 0 {
      p.pointee = UInt8(ascii: "-")
      p += 1
    }
    let (whole, fraction) = units.magnitude.quotientAndRemainder(dividingBy: 100_000_000)
    p += DigitText.write(whole, to: p)
    p.pointee = UInt8(ascii: ".")
    p += 1
    if fraction == 0 {
      p.pointee = UInt8(ascii: "0")
      return p + 1 - start
    }
    let digits = DigitText.eight(UInt32(truncatingIfNeeded: fraction))
    DigitText.store(digits, to: p)
    // The last digits are the highest bytes.
    return p + 8 - digits.leadingZeroBitCount / 8 - start
  }
}

/// The decimal digits of integers.
public enum DigitText {
  /// Writes without leading zeros and returns how many; the place must have room for 24 bytes.
  @inlinable
  public static func write(_ value: UInt64, to start: UnsafeMutablePointer<UInt8>) -> Int {
    if value < 100_000_000 { return writeFirst(UInt32(truncatingIfNeeded: value), to: start) }
    let (upper, lower) = value.quotientAndRemainder(dividingBy: 100_000_000)
    let count = write(upper, to: start)
    writeEight(UInt32(truncatingIfNeeded: lower), to: start + count)
    return count + 8
  }

  /// Writes a number below 10⁸ without leading zeros.
  @inlinable
  static func writeFirst(_ value: UInt32, to p: UnsafeMutablePointer<UInt8>) -> Int {
    let digits = eight(value)
    // The first digits are the lowest bytes; zero itself keeps its last.
    let zeros = min(7, digits.trailingZeroBitCount / 8)
    store(digits >> UInt64(8 * zeros), to: p)
    return 8 - zeros
  }

  /// Writes exactly eight digits.
  @inlinable
  public static func writeEight(_ value: UInt32, to p: UnsafeMutablePointer<UInt8>) {
    store(eight(value), to: p)
  }

  /// Eight digits of a number below 10⁸, one in each byte, the first in the lowest.
  ///
  /// Splits fours into twos into ones, all at once in one word: the quotients by 100 and 10 are
  /// products with 10486 / 2²⁰ and 103 / 2¹⁰, exact below 10⁴ and 10².
  @inlinable
  static func eight(_ value: UInt32) -> UInt64 {
    let (upper, lower) = value.quotientAndRemainder(dividingBy: 10_000)
    let fours = UInt64(upper) | UInt64(lower) << 32
    let hundreds = ((fours &* 10_486) >> 20) & 0x7F_0000_007F
    let twos = hundreds | (fours &- hundreds &* 100) << 16
    let tens = ((twos &* 103) >> 10) & 0x000F_000F_000F_000F
    return tens | (twos &- tens &* 10) << 8
  }

  @inlinable
  static func store(_ digits: UInt64, to p: UnsafeMutablePointer<UInt8>) {
    UnsafeMutableRawPointer(p).storeBytes(
      of: (digits | 0x3030_3030_3030_3030).littleEndian, as: UInt64.self)
  }
}
