import Foundation

/// The numbers of `IntegerPacking`, bit by bit, as they are defined.
struct BitText {
  private let bits: [UInt8]
  private var place = 0

  struct Unreadable: Error {}

  init(base64 text: String) throws {
    guard let data = Data(base64Encoded: text) else { throw Unreadable() }
    bits = data.flatMap { byte in (0..<8).reversed().map { byte >> UInt8($0) & 1 } }
  }

  private mutating func bit() throws -> UInt64 {
    guard place < bits.count else { throw Unreadable() }
    defer { place += 1 }
    return UInt64(bits[place])
  }

  private mutating func number(_ count: Int) throws -> UInt64 {
    try (0..<count).reduce(0) { value, _ in try value * 2 + bit() }
  }

  mutating func integers(_ count: Int, isSigned: Bool) throws -> [Int64] {
    var values: [Int64] = []
    while values.count < count {
      let k = Int(try number(6))
      for _ in 0..<min(64, count - values.count) {
        guard k != 63 else {
          values.append(0)
          continue
        }
        var ones: UInt64 = 0
        while ones < 24, try bit() == 1 { ones += 1 }
        let value = ones == 24 ? try number(64) : ones * (1 << UInt64(k)) + (try number(k))
        values.append(
          !isSigned ? Int64(value) : value % 2 == 0 ? Int64(value / 2) : -Int64(value / 2) - 1)
      }
    }
    return values
  }

  /// `[count,unit,"…"]` of a page.
  static func integers(_ value: Any?) throws -> [Int64] {
    guard let parts = value as? [Any], let count = parts[0] as? Int, let unit = parts[1] as? Int,
      let text = parts[2] as? String
    else { throw Unreadable() }
    var bits = try BitText(base64: text)
    return try bits.integers(count, isSigned: true).map { $0 * Int64(unit) }
  }
}
