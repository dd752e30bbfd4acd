/// The text of an amount.
public enum AmountText {
  /// The bytes that must be free where an amount is written.
  public static let room = 40

  /// Writes at most 21 bytes and returns how many; `room` bytes must be free.
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
    return p + 8 - digits.leadingZeroBitCount / 8 - start
  }
}

/// The decimal digits of integers, eight at a time in one word.
public enum DigitText {
  /// The eight digits of a number below 10⁸ as bytes 0…9, the first in the lowest byte.
  ///
  /// Halves are divided in parallel lanes of one word, by multiplication with a reciprocal.
  @inlinable
  static func eight(_ value: UInt32) -> UInt64 {
    let (high, low) = value.quotientAndRemainder(dividingBy: 10_000)
    let fours = UInt64(high) | UInt64(low) << 32
    let hundreds = ((fours &* 10_486) >> 20) & 0x0000_007F_0000_007F
    let pairs = hundreds | (fours &- 100 &* hundreds) << 16
    let tens = ((pairs &* 103) >> 10) & 0x000F_000F_000F_000F
    return tens | (pairs &- 10 &* tens) << 8
  }

  /// Stores eight digits as text.
  @inlinable
  static func store(_ digits: UInt64, to p: UnsafeMutablePointer<UInt8>) {
    UnsafeMutableRawPointer(p).storeBytes(
      of: (digits | 0x3030_3030_3030_3030).littleEndian, as: UInt64.self)
  }

  /// Writes without leading zeros, at most 20 bytes, and returns how many; 8 more may be touched.
  @inlinable
  public static func write(_ value: UInt64, to p: UnsafeMutablePointer<UInt8>) -> Int {
    if value < 100_000_000 { return writeFirst(UInt32(truncatingIfNeeded: value), to: p) }
    let (high, low) = value.quotientAndRemainder(dividingBy: 100_000_000)
    let count = write(high, to: p)
    store(eight(UInt32(truncatingIfNeeded: low)), to: p + count)
    return count + 8
  }

  /// The digits of a number below 10⁸, without leading zeros.
  @inlinable
  static func writeFirst(_ value: UInt32, to p: UnsafeMutablePointer<UInt8>) -> Int {
    let digits = eight(value)
    // The last digit always counts, so that zero has one.
    let zeros = min(7, digits.trailingZeroBitCount / 8)
    store(digits >> UInt64(zeros * 8), to: p)
    return 8 - zeros
  }
}
