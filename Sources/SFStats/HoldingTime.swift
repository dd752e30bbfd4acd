/// How many bars a round trip lived through.
public struct HoldingTime: Codable, Hashable, Sendable {
  private var count = 0
  private var sum = CompensatedSum()

  public init() {}

  public mutating func update(bars: Int) {
    count += 1
    sum.update(Double(bars))
  }

  /// Bars; `nil` without a round trip.
  public var average: Double? { count > 0 ? sum.value / Double(count) : nil }
}
