/// Numbers as text for the script of a page: 24 bits each, four characters of base64.
///
/// `[lowest,highest,"…"]`: 0 stands for the lowest, 0xFFFFFE for the highest, linear between them;
/// 0xFFFFFF for none. A value is off by less than a ten-millionth of the range. `null` when there
/// is no value at all.
enum PackedNumbers {
  private static let steps = Double(0xFF_FFFE)
  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func json(_ values: [Double?]) -> String {
    var (low, high) = (Double.infinity, -Double.infinity)
    for case let value? in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return "null" }
    let text = String(unsafeUninitializedCapacity: values.count * 4) { buffer in
      for (index, value) in values.enumerated() {
        let code = code(value, low, high)
        for digit in 0..<4 {
          buffer[index * 4 + digit] = digits[(code >> (18 - 6 * digit)) & 63]
        }
      }
      return values.count * 4
    }
    return "[\(low.wireText),\(high.wireText),\"\(text)\"]"
  }

  private static func code(_ value: Double?, _ low: Double, _ high: Double) -> Int {
    guard let value, value.isFinite else { return 0xFF_FFFF }
    guard high > low else { return 0 }
    // Halves, since the difference of two large numbers may be infinite.
    let share = (value / 2 - low / 2) / (high / 2 - low / 2)
    return Int((share * steps).rounded())
  }
}
