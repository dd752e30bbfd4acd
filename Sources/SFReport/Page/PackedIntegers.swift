/// Whole numbers as text for the script of a page: `[count,unit,"…"]`, the bits of `IntegerPacking`
/// in base64, each number a multiple of the unit.
enum PackedIntegers {
  static func json(_ values: [Int64]) -> String {
    let unit = max(1, IntegerPacking.unit(of: values))
    var values = values
    let bytes = values.withUnsafeMutableBufferPointer { values in
      IntegerPacking.divide(values, by: unit)
      return BitWriter.bytes(most: IntegerPacking.bits(values.count)) {
        IntegerPacking.write(values, isSigned: true, to: &$0)
      }
    }
    return "[\(values.count),\(unit),\"\(Base64.text(bytes))\"]"
  }
}

/// Bytes as text (RFC 4648), without line ends.
enum Base64 {
  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    let count = (bytes.count + 2) / 3 * 4
    return String(unsafeUninitializedCapacity: count) { buffer in
      var place = 0
      for start in stride(from: 0, to: bytes.count, by: 3) {
        let part = bytes[start..<min(start + 3, bytes.count)]
        var bits = 0
        for byte in part { bits = bits << 8 | Int(byte) }
        bits <<= 8 * (3 - part.count)
        for digit in 0..<4 {
          let isPadding = digit > part.count
          buffer[place + digit] =
            isPadding ? UInt8(ascii: "=") : digits[bits >> (18 - 6 * digit) & 63]
        }
        place += 4
      }
      return count
    }
  }
}
