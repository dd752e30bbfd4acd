import SFCore

/// Figures as a gate says them.
enum GateText {
  /// `1.23 %`
  static func percent(_ fraction: Double) -> String { "\(rounded(fraction * 100, 2)) %" }

  static func rounded(_ value: Double, _ places: Int) -> String {
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    let whole = (value * scale).rounded() / scale
    return whole == whole.rounded() ? "\(Int(whole))" : "\(whole)"
  }

  /// `2026-01-05`
  static func day(_ number: Int64) -> String {
    String("\(Timestamp(milliseconds: number * Timestamp.millisecondsPerDay))".prefix(10))
  }

  static func days(_ range: ClosedRange<Int64>) -> String {
    "\(day(range.lowerBound)) to \(day(range.upperBound))"
  }

  /// `1 day is missing`, `1 day and 2 round trips are missing`
  static func missing(_ counts: [String]) -> String {
    let isOne = counts.count == 1 && counts[0].hasPrefix("1 ")
    return "\(counts.joined(separator: " and ")) \(isOne ? "is" : "are") missing"
  }

  static func count(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}

/// Whether two figures are as good as the same: a tenth of the larger apart, or less than `least`.
func isAligned(_ a: Double, _ b: Double, least: Double = 0) -> Bool {
  (a - b).magnitude <= max(0.1 * max(a.magnitude, b.magnitude), least)
}
