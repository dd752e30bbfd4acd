/// The mean of the numbers of one dominant cycle, which has no cycle left, smoothed over four bars
/// (Ehlers, "Rocket Science for Traders", 2001).
struct CycleTrendline: Codable, Sendable {
  private static let longest = 50

  /// In a ring; 0 before the first.
  private var numbers = [Double](repeating: 0, count: longest)
  private var newest = longest - 1
  /// The means of the last three bars of the cycle, the newest first.
  private var means = SIMD3<Double>.zero

  /// Takes a number of a time at which there is no cycle yet.
  mutating func push(_ number: Double) {
    newest = newest + 1 == Self.longest ? 0 : newest + 1
    numbers[newest] = number
  }

  /// Takes a number and the period of the cycle.
  mutating func update(_ number: Double, period: Double) -> Double {
    push(number)
    let mean = mean(of: min(Int(period + 0.5), Self.longest))
    let value = (4 * mean + 3 * means[0] + 2 * means[1] + means[2]) / 10
    means = SIMD3(mean, means[0], means[1])
    return value
  }

  private func mean(of length: Int) -> Double {
    guard length > 0 else { return 0 }
    var sum = 0.0
    var place = newest
    for _ in 0..<length {
      sum += numbers[place]
      place = place == 0 ? Self.longest - 1 : place - 1
    }
    return sum / Double(length)
  }
}
