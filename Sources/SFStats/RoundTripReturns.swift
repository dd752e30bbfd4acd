import SFCore

/// The best, the worst and the average round trip: pnl net of fees over entry notional.
public struct RoundTripReturns: Codable, Hashable, Sendable {
  private var count = 0
  private var sum = CompensatedSum()
  private var wins = SideSum()
  private var losses = SideSum()
  /// A fraction of the entry's notional; `nil` without a round trip.
  public private(set) var best: Double?
  public private(set) var worst: Double?

  public init() {}

  /// A round trip of no notional has no return and does not count.
  public mutating func update(pnl: Price, entryPrice: Price, quantity: Quantity) {
    let notional = (entryPrice * quantity).double.magnitude
    guard notional > 0 else { return }
    let value = pnl.double / notional
    count += 1
    sum.update(value)
    if value > 0 { wins.update(value) }
    if value < 0 { losses.update(value) }
    best = max(best ?? value, value)
    worst = min(worst ?? value, value)
  }

  public var average: Double? { count > 0 ? sum.value / Double(count) : nil }

  /// The mean of those above 0; `nil` without one.
  public var averageWin: Double? { wins.mean }

  /// The mean of those below 0, negative; `nil` without one.
  public var averageLoss: Double? { losses.mean }

  private struct SideSum: Codable, Hashable, Sendable {
    private var count = 0
    private var sum = CompensatedSum()

    mutating func update(_ value: Double) {
      count += 1
      sum.update(value)
    }

    var mean: Double? { count > 0 ? sum.value / Double(count) : nil }
  }
}
