/// The exponential moving average: the mean of the first `period` numbers, then
/// 2 / (period + 1) of the distance to each next number.
struct ExponentialMean: Codable, Sendable {
  private let period: Int
  private let factor: Double
  private var count = 0
  /// The sum while the first numbers come, then the average.
  private var value = 0.0

  init(_ period: Int) {
    self.period = period
    factor = 2 / Double(period + 1)
  }

  /// Takes a number and returns the average; `nil` while there are fewer than `period`.
  @inline(__always)
  mutating func update(_ number: Double) -> Double? {
    if count < period {
      count += 1
      value += number
      guard count == period else { return nil }
      value /= Double(period)
    } else {
      value += (number - value) * factor
    }
    return value
  }
}
