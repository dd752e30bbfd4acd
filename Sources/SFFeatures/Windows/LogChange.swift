/// The logarithmic change of a number from one bar to the next.
struct LogChange: Codable, Sendable {
  /// The last number, if it was positive.
  private var previous: Double?

  /// `nil` at the first number, and where one of the two is not positive: such a change has no
  /// logarithm.
  @inline(__always)
  mutating func update(_ number: Double) -> Double? {
    let before = previous
    previous = number > 0 ? number : nil
    guard let before, number > 0 else { return nil }
    return (number / before).logarithm
  }
}
