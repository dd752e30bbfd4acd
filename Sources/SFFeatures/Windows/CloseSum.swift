import SFCore

/// The sum of the last closes as an integer: it has no rounding that could grow.
struct CloseSum: Sendable {
  private var window: Ring<Int64>
  /// In units of 10⁻⁸.
  private var sum: Int128 = 0

  init(_ period: Int) { window = Ring(period) }

  /// Takes a close and returns the mean, rounded once; `nil` while there are fewer than `period`.
  ///
  /// Equal means are equal numbers, whatever their periods.
  @inline(__always)
  mutating func mean(with close: Price) -> Double? {
    sum += Int128(close.units)
    if let oldest = window.push(close.units) { sum -= Int128(oldest) }
    guard window.isFull else { return nil }
    return ExactRatio.double(sum, over: Int64(window.capacity) * 100_000_000)
  }
}

// The sum follows from the window, exactly, and is not saved.
extension CloseSum: Codable {
  init(from decoder: any Decoder) throws {
    window = try decoder.singleValueContainer().decode(Ring<Int64>.self)
    sum = window.values.reduce(0) { $0 + Int128($1) }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(window)
  }
}
