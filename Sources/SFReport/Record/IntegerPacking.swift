import SFCore

/// Whole numbers in as few bits as they need (Rice 1979), with the same few words for a script that
/// reads them.
///
/// Groups of 64. A group begins with 6 bits k: 63 says that all are zero, and nothing follows. Else
/// each number n ≥ 0 is n >> k as so many ones and a zero, then its k lowest bits; where there would
/// be 24 ones or more, 24 ones and then n in 64 bits. Of a column that may be negative n is
/// 0, −1, 1, −2, 2 … for 0, 1, 2, 3, 4 ….
enum IntegerPacking {
  static let group = 64
  private static let allZero: UInt64 = 63
  private static let mostOnes: UInt64 = 24

  /// The most bits that so many numbers take.
  static func bits(_ count: Int) -> Int { count * 88 + (count / group + 1) * 6 }

  static func write(
    _ values: UnsafeMutableBufferPointer<Int64>, isSigned: Bool, to writer: inout BitWriter
  ) {
    if isSigned {
      for index in values.indices { values[index] = values[index] << 1 ^ values[index] >> 63 }
    }
    var start = 0
    while start < values.count {
      let end = min(start + group, values.count)
      write(UnsafeMutableBufferPointer(rebasing: values[start..<end]), &writer)
      start = end
    }
  }

  private static func write(
    _ values: UnsafeMutableBufferPointer<Int64>, _ writer: inout BitWriter
  ) {
    var sum = 0.0
    for value in values { sum += Double(UInt64(bitPattern: value)) }
    guard sum > 0 else { return writer.write(allZero, 6) }
    let mean = sum / Double(values.count)
    let k = mean < 1 ? 0 : min(62, UInt64(mean.exponent))
    writer.write(k, 6)
    for value in values {
      let number = UInt64(bitPattern: value)
      let ones = number >> k
      if ones >= mostOnes {
        writer.write(1 << mostOnes - 1, mostOnes)
        writer.write(number >> 32, 32)
        writer.write(number & 0xFFFF_FFFF, 32)
        continue
      }
      writer.write((1 << ones - 1) << 1, ones + 1)
      if k > 32 { writer.write(number >> 32 & (1 << (k - 32) - 1), k - 32) }
      writer.write(number & (1 << min(k, 32) - 1), min(k, 32))
    }
  }

  static func read(_ count: Int, isSigned: Bool, from reader: inout BitReader) -> [Int64] {
    [Int64](unsafeUninitializedCapacity: count) { values, filled in
      while filled < count {
        let k = Int(reader.read(6))
        let end = min(filled + group, count)
        while filled < end {
          values[filled] = k == allZero ? 0 : number(k, isSigned, &reader)
          filled += 1
        }
      }
    }
  }

  @inline(__always)
  private static func number(_ k: Int, _ isSigned: Bool, _ reader: inout BitReader) -> Int64 {
    let ones = reader.ones(most: Int(mostOnes))
    let number =
      ones == mostOnes ? reader.read(64) : UInt64(ones) << UInt64(k) | reader.read(k)
    guard isSigned else { return Int64(bitPattern: number) }
    return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
  }

  // MARK: Units

  /// The largest number that divides all of them, and the one before; 0 when all are zero.
  static func unit(of values: some Sequence<Int64>, and before: Int64 = 0) -> Int64 {
    var unit = before
    for value in values where value != 0 && !isMultiple(value, of: unit) {
      var (a, b) = (value.magnitude, UInt64(unit))
      while b != 0 { (a, b) = (b, a % b) }
      unit = Int64(clamping: a)
      if unit == 1 { return 1 }
    }
    return unit
  }

  /// A division of doubles, which is exact where both fit, takes a third of that of integers.
  @inline(__always)
  private static func isMultiple(_ value: Int64, of unit: Int64) -> Bool {
    guard unit > 0 else { return false }
    guard value.magnitude < 1 << 52 else { return value % unit == 0 }
    let quotient = Int64(Double(value) / Double(unit))
    return quotient &* unit == value
  }

  /// Values that are multiples of a unit, as multiples of it.
  static func divide(_ values: UnsafeMutableBufferPointer<Int64>, by unit: Int64) {
    guard unit > 1 else { return }
    for index in values.indices {
      let value = values[index]
      values[index] =
        value.magnitude < 1 << 52 ? Int64(Double(value) / Double(unit)) : value / unit
    }
  }
}
