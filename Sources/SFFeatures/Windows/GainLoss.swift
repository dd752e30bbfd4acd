/// Wilder's averages of the rises and of the falls of a number.
struct GainLoss: Codable, Sendable {
  /// Averages below this are what is left of changes long past, and count as none.
  private static let leastChange = 1e-14

  /// The last number; `nil` before the first.
  private var previous: Double?
  private var gain: WilderMean
  private var loss: WilderMean

  init(_ period: Int) {
    gain = WilderMean(period)
    loss = WilderMean(period)
  }

  /// What is known after the number; `nil` while there are fewer than `period` changes.
  @inline(__always)
  mutating func update(_ value: Double) -> State? {
    defer { previous = value }
    guard let previous else { return nil }
    let change = value - previous
    let gain = gain.update(max(change, 0))
    let loss = loss.update(max(-change, 0))
    guard let gain, let loss else { return nil }
    return gain + loss >= Self.leastChange ? .moved(gain: gain, loss: loss) : .still
  }

  enum State {
    case moved(gain: Double, loss: Double)
    case still
  }
}
