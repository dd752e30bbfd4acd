/// Wilder's moving average: the mean of the first `period` numbers, then one `period`-th of each
/// next number.
struct WilderMean: Codable, Sendable {
  private let period: Int
  private var count = 0
  /// The sum while the first numbers come, then the average.
  private var value = 0.0

  init(_ period: Int) { self.period = period }

  /// Takes a number and returns the average; `nil` while there are fewer than `period`.
  @inline(__always)
  mutating func update(_ number: Double) -> Double? {
    if count < period {
      count += 1
      value += number
      guard count == period else { return nil }
      value /= Double(period)
    } else {
      value = (value * Double(period - 1) + number) / Double(period)
    }
    return value
  }
}
