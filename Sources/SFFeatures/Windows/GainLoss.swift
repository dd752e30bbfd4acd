/// Wilder's averages of the rises and of the falls of a number.
struct GainLoss: Codable, Sendable {
  /// The last number; `nil` before the first.
  private var previous: Double?
  private var gain: WilderMean
  private var loss: WilderMean

  init(_ period: Int) {
    gain = WilderMean(period)
    loss = WilderMean(period)
  }

  /// Takes a number and returns the averages; `nil` while there are fewer than `period` changes.
  @inline(__always)
  mutating func update(_ value: Double) -> Averages? {
    defer { previous = value }
    guard let previous else { return nil }
    let change = value - previous
    let gain = gain.update(max(change, 0))
    let loss = loss.update(max(-change, 0))
    guard let gain, let loss else { return nil }
    return Averages(gain: gain, loss: loss)
  }

  struct Averages {
    var gain: Double
    var loss: Double

    init(gain: Double, loss: Double) {
      self.gain = gain
      self.loss = loss
    }

    /// The share of the rises in the average change, 0 to 1; `nil` where nothing changes.
    var share: Double? { gain + loss >= leastRemnant ? gain / (gain + loss) : nil }
  }
}
