/// Ehlers' four-term Hilbert transform: turns the phase of a cycle by a quarter, three bars late.
struct HilbertFilter: Codable, Sendable {
  /// The numbers of the last six bars, the newest first.
  private var past = SIMD8<Double>.zero

  /// Takes a number; the gain makes up for what the filter takes from cycles of that period.
  @inline(__always)
  mutating func update(_ number: Double, gain: Double) -> Double {
    let value =
      -(0.0962 * past[5]) + 0.0962 * number - 0.5769 * past[3] + 0.5769 * past[1]
    past = SIMD8(number, past[0], past[1], past[2], past[3], past[4], 0, 0)
    return value * gain
  }
}
