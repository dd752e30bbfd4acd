import SFCore

/// Ids made from what caused them: `<epoch ms of the mark>-<n>`, behind a prefix if there is one.
struct OrderNumbers: Sendable, Codable {
  private let prefix: String
  private var mark = Timestamp.earliest
  private var count = 0

  init(prefix: String) { self.prefix = prefix.isEmpty ? "" : prefix + "-" }

  /// The id of the next order that is decided at a mark.
  mutating func next(at ts: Timestamp) -> String {
    use(last(at: ts) + 1, at: ts)
    return id(count, at: ts)
  }

  /// The number of the last order of a mark; 0 before the first.
  func last(at ts: Timestamp) -> Int { ts == mark ? count : 0 }

  /// Each order pays for its id: digits are written at their place, as in a line.
  func id(_ number: Int, at ts: Timestamp) -> String {
    let digits = String(unsafeUninitializedCapacity: DigitText.room * 2 + 2) { text in
      guard let start = text.baseAddress else { return 0 }
      var count = 0
      if ts.milliseconds < 0 {
        text[0] = UInt8(ascii: "-")
        count = 1
      }
      count += DigitText.write(ts.milliseconds.magnitude, to: start + count)
      text[count] = UInt8(ascii: "-")
      count += 1
      return count + DigitText.write(UInt64(number), to: start + count)
    }
    return prefix.isEmpty ? digits : prefix + digits
  }

  /// An order of a mark has taken a number; later ones take higher numbers.
  mutating func use(_ number: Int, at ts: Timestamp) {
    count = max(last(at: ts), number)
    mark = ts
  }
}
