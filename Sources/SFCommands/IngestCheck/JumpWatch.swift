import SFCore
import SFIngest

/// Finds closes that are ten times or a tenth of the one before, and come back: prices in another
/// unit, as pence for pounds, which no return is so large as to be.
struct JumpWatch {
  private var last: RawBars.RawBar?
  /// The close before the jump, the first bar behind it, and how many there have been.
  private var jump: (before: Double, bar: RawBars.RawBar, count: Int)?

  private static let factor = 10.0
  /// What stays so long is another price.
  private static let longest = 50

  mutating func update(_ bar: RawBars.RawBar) -> BarFinding? {
    guard bar.bar.close > 0 else { return nil }
    defer { last = bar }
    let close = bar.bar.close.double
    guard let jump else {
      if let last, Self.isFar(close, last.bar.close.double) {
        self.jump = (last.bar.close.double, bar, 1)
      }
      return nil
    }
    if Self.isFar(close, jump.before) {
      self.jump = jump.count < Self.longest ? (jump.before, jump.bar, jump.count + 1) : nil
      return nil
    }
    self.jump = nil
    let there = jump.bar
    return BarFinding(
      fault: .jump, line: there.line, column: there.column, time: there.time,
      size: max(there.bar.close.double / jump.before, jump.before / there.bar.close.double),
      message: "found \(jump.count) \(jump.count == 1 ? "bar" : "bars") that close at "
        + "\(there.bar.close) behind \(jump.before) and before \(bar.bar.close), expected one unit")
  }

  private static func isFar(_ a: Double, _ b: Double) -> Bool {
    a >= factor * b || b >= factor * a
  }
}
