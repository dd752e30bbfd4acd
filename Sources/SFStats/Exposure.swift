/// How much of equity is at work, and how often any is. Each mark counts once.
public struct Exposure: Codable, Hashable, Sendable {
  private var marks = 0
  private var marksInMarket = 0
  private var knownMarks = 0
  private var sum = CompensatedSum()

  public init() {}

  /// Takes what holds at a mark: Σ |notional| / equity, `nil` when equity is not positive.
  public mutating func update(_ exposure: Double?, openPositions: Int) {
    marks += 1
    if openPositions > 0 { marksInMarket += 1 }
    guard let exposure else { return }
    knownMarks += 1
    sum.update(exposure)
  }

  /// The mean over the marks at which it exists; `nil` when there are none.
  public var mean: Double? { knownMarks > 0 ? sum.value / Double(knownMarks) : nil }

  /// The share of marks with an open position; `nil` without a mark.
  public var timeInMarket: Double? {
    marks > 0 ? Double(marksInMarket) / Double(marks) : nil
  }
}
