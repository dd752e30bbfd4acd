/// The mean of the last `period` numbers, exact to the last digit after any length of run.
struct RollingMean: Codable, Sendable {
  private var sum: RollingSum
  private let period: Double

  init(_ period: Int) {
    sum = RollingSum(period)
    self.period = Double(period)
  }

  /// Takes a number and returns the mean; `nil` while there are fewer than `period`.
  @inline(__always)
  mutating func update(_ value: Double) -> Double? {
    guard let sum = sum.update(value) else { return nil }
    return sum / period
  }

  /// Starts again with nothing.
  mutating func clear() { sum.clear() }
}
