/// Exponential averages of one period, each of the one before; the first is of the numbers.
struct ExponentialChain: Codable, Sendable {
  private var means: [ExponentialMean]
  private var values: [Double]

  init(_ period: Int, length: Int) {
    means = Array(repeating: ExponentialMean(period), count: length)
    values = Array(repeating: 0, count: length)
  }

  /// Takes a number; whether all averages have a value now.
  @inline(__always)
  mutating func update(_ number: Double) -> Bool {
    var number = number
    for place in means.indices {
      guard let mean = means[place].update(number) else { return false }
      values[place] = mean
      number = mean
    }
    return true
  }

  /// The average at that place of the chain, from 0.
  subscript(place: Int) -> Double { values[place] }
}
