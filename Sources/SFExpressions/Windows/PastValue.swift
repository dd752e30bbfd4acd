/// The value of some bars ago.
struct PastValue: Sendable {
  private let bars: Int
  /// In the order of arrival until full, then with the oldest at `next`; NaN is a missing value.
  private var values: [Double] = []
  private var next = 0

  init(_ bars: Int) { self.bars = bars }

  @inline(__always)
  mutating func update(_ value: Double) -> Double {
    guard values.count == bars else {
      values.append(value)
      return .nan
    }
    let oldest = values[next]
    values[next] = value
    next = next + 1 == bars ? 0 : next + 1
    return oldest
  }
}

// A checkpoint has no NaN: what is missing is `nil` there.
extension PastValue: Codable {
  private enum Key: String, CodingKey { case bars, values, next }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    bars = try container.decode(Int.self, forKey: .bars)
    values = try container.decode([Double?].self, forKey: .values).map { $0 ?? .nan }
    next = try container.decode(Int.self, forKey: .next)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(bars, forKey: .bars)
    try container.encode(values.map { $0.isNaN ? nil : $0 }, forKey: .values)
    try container.encode(next, forKey: .next)
  }
}
