import SFCore
import SFStats

/// What is known of closed positions: of all, of a symbol's, or of an exit reason's.
public struct RoundTrips: Codable, Hashable, Sendable {
  public private(set) var winRate = WinRate()
  public private(set) var profitFactor = ProfitFactor()
  public private(set) var expectancy = Expectancy()
  public private(set) var returns = RoundTripReturns()
  public private(set) var holdingTime = HoldingTime()
  public private(set) var streaks = Streaks()
  public private(set) var fees = AmountSum()

  public init() {}

  public mutating func update(_ position: PositionChange, _ closing: PositionChange.Closing) {
    winRate.update(closing.pnl)
    profitFactor.update(closing.pnl)
    expectancy.update(closing.pnl)
    returns.update(
      pnl: closing.pnl, entryPrice: position.entryPrice, quantity: position.quantity)
    holdingTime.update(bars: closing.bars)
    streaks.update(closing.pnl)
    fees.update(closing.fees)
  }

  public var count: Int { winRate.count }
  public var pnl: AmountSum { expectancy.total }
}
