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

extension AmountText {
  /// Reads an amount as we write it, and moves behind it: digits, perhaps a point and at most eight
  /// more. `nil`, with the cursor where it was, for every other number.
  ///
  /// Seven bytes behind the number may be looked at. What stands there is the caller's to judge.
  @inlinable @inline(__always)
  public static func read(_ cursor: inout UnsafePointer<UInt8>) -> Int64? {
    let isNegative = cursor.pointee == UInt8(ascii: "-")
    let first = isNegative ? cursor + 1 : cursor
    let whole = DigitWord(at: first)
    var p = first + whole.count
    guard whole.count == 1 || (whole.count > 1 && first.pointee != 48), p.pointee &- 48 > 9 else {
      return nil
    }
    var units = Int64(bitPattern: whole.number &* 100_000_000)
    if p.pointee == UInt8(ascii: ".") {
      let fraction = DigitWord(at: p + 1)
      p += 1 + fraction.count
      guard fraction.count > 0, p.pointee &- 48 > 9 else { return nil }
      units &+= Int64(bitPattern: fraction.ofEight)
    }
    // Minus zero is no amount.
    guard !isNegative || units != 0 else { return nil }
    cursor = p
    return isNegative ? 0 &- units : units
  }
}

/// The digits at a place, at most eight, looked at in one word (Lemire 2018, "Quickly parsing
/// eight digits").
@usableFromInline
struct DigitWord {
  /// Digits as 0…9, the first in the lowest byte; from `count` on anything.
  @usableFromInline let bytes: UInt64
  @usableFromInline let count: Int

  @inlinable @inline(__always)
  init(at p: UnsafePointer<UInt8>) {
    let text = UInt64(littleEndian: UnsafeRawPointer(p).loadUnaligned(as: UInt64.self))
    bytes = text ^ 0x3030_3030_3030_3030
    // Sets the highest bit of the first byte above 9; what it carries reaches later bytes only.
    let others = ((bytes &+ 0x7676_7676_7676_7676) | bytes) & 0x8080_8080_8080_8080
    count = others.trailingZeroBitCount / 8
  }

  /// What the digits say.
  @inlinable @inline(__always)
  var number: UInt64 { count == 0 ? 0 : Self.number(bytes &<< UInt64(64 - 8 * count)) }

  /// What they say as the first of eight.
  @inlinable @inline(__always)
  var ofEight: UInt64 {
    Self.number(count == 8 ? bytes : bytes & ((1 &<< UInt64(8 * count)) - 1))
  }

  /// The number of eight digits: pairs, then fours, then all of them in parallel lanes.
  @inlinable @inline(__always)
  static func number(_ digits: UInt64) -> UInt64 {
    let pairs = digits &* 10 &+ (digits >> 8)
    let mask: UInt64 = 0x0000_00FF_0000_00FF
    return
      ((pairs & mask) &* 0x000F_4240_0000_0064
      &+ ((pairs >> 16) & mask) &* 0x0000_2710_0000_0001) >> 32
  }
}

/// The decimal digits of integers, eight at a time in one word.
public enum DigitText {
  /// What `write` may touch.
  public static let room = 28

  /// Takes the digits at the cursor behind those of `value`, and moves behind them; more than 19
  /// digits wrap around, and seven bytes behind them may be looked at.
  @inlinable @inline(__always)
  public static func read(_ p: inout UnsafePointer<UInt8>, into value: inout UInt64) {
    while true {
      let word = DigitWord(at: p)
      if word.count == 0 { return }
      value = value &* DecimalNumber.smallPowers[word.count] &+ word.number
      p += word.count
      if word.count < 8 { return }
    }
  }

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
  @inlinable @inline(__always)
  public static func write(_ value: UInt64, to p: UnsafeMutablePointer<UInt8>) -> Int {
    value < 100_000_000
      ? writeFirst(UInt32(truncatingIfNeeded: value), to: p) : writeLong(value, to: p)
  }

  /// Nine digits and more.
  @inlinable @inline(never)
  static func writeLong(_ value: UInt64, to p: UnsafeMutablePointer<UInt8>) -> Int {
    let (high, low) = value.quotientAndRemainder(dividingBy: 100_000_000)
    let count = write(high, to: p)
    store(eight(UInt32(truncatingIfNeeded: low)), to: p + count)
    return count + 8
  }

  /// The digits of a number below 10⁸, without leading zeros.
  @inlinable @inline(__always)
  static func writeFirst(_ value: UInt32, to p: UnsafeMutablePointer<UInt8>) -> Int {
    let digits = eight(value)
    // The last digit always counts, so that zero has one.
    let zeros = min(7, digits.trailingZeroBitCount / 8)
    store(digits >> UInt64(zeros * 8), to: p)
    return 8 - zeros
  }
}
