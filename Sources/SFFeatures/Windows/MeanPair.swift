import SFCore

/// A faster and a slower simple average of the same numbers.
struct MeanPair: Codable, Sendable {
  let fast: Int
  let slow: Int
  private var fastMean: RollingMean
  private var slowMean: RollingMean

  /// Takes the parameters `fast` and `slow`.
  init(_ arguments: Arguments) throws(ConfigurationError) {
    fast = arguments.integer("fast")
    slow = arguments.integer("slow")
    guard fast < slow else {
      throw ConfigurationError("fast", "must be less than slow (\(slow)), is \(fast)")
    }
    fastMean = RollingMean(fast)
    slowMean = RollingMean(slow)
  }

  /// Takes a number and returns the averages; `nil` while the slower has none.
  @inline(__always)
  mutating func update(_ value: Double) -> (fast: Double, slow: Double)? {
    let (fast, slow) = (fastMean.update(value), slowMean.update(value))
    guard let fast, let slow else { return nil }
    return (fast, slow)
  }
}
