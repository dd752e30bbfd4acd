/// How many bars a round trip lived through.
public struct HoldingTime: Codable, Hashable, Sendable {
  private var moments = Moments()

  public init() {}

  public mutating func update(bars: Int) { moments.update(Double(bars)) }

  /// Bars; `nil` without a round trip.
  public var average: Double? { moments.mean }
}
