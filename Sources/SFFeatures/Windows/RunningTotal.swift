/// The sum of all numbers so far, with what rounding takes from it (Neumaier 1974): as exact after
/// ten million numbers as after ten.
///
/// A sum too great for a `Double` is no value, and begins again.
struct RunningTotal: Codable, Sendable {
  private var sum = 0.0
  /// What was lost in rounding `sum`.
  private var rest = 0.0

  /// Takes a number and returns the sum; infinite or NaN when it is too great.
  @inline(__always)
  mutating func add(_ number: Double) -> Double {
    let total = sum + number
    rest += sum.magnitude >= number.magnitude ? (sum - total) + number : (number - total) + sum
    sum = total
    let value = sum + rest
    guard !value.isFinite else { return value }
    self = RunningTotal()
    return value
  }
}
