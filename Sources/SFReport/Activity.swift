import SFCore
import SFStats

/// What was done: fills, round trips, what is open, what was refused.
public struct Activity: Codable, Hashable, Sendable {
  public private(set) var fees = Fees()
  public private(set) var turnover = Turnover()
  public private(set) var roundTrips = RoundTrips()
  public private(set) var bySymbol = Groups<Symbol, RoundTrips>()
  public private(set) var byExitReason = Groups<String, RoundTrips>()
  public private(set) var byDirection = Groups<String, RoundTrips>()
  /// By the UTC year in which they closed.
  public private(set) var byYear = Groups<Int, RoundTrips>()
  public private(set) var open = OpenPositions()
  public private(set) var refusals = Refusals()

  public init() {}

  public mutating func update(_ fill: Fill) {
    turnover.update(fill.price, fill.quantity)
    fees.update(fill.fee, asset: fill.feeAsset)
  }

  public mutating func update(_ position: PositionChange) {
    open.update(position)
    guard let closing = position.closing else { return }
    roundTrips.update(position, closing)
    bySymbol.update(position.symbol, new: RoundTrips()) { $0.update(position, closing) }
    byExitReason.update(closing.exitReason, new: RoundTrips()) { $0.update(position, closing) }
    byDirection.update(position.direction.rawValue, new: RoundTrips()) {
      $0.update(position, closing)
    }
    let year = CalendarDay(daysSince1970: closing.exitTime.day).year
    byYear.update(year, new: RoundTrips()) { $0.update(position, closing) }
  }

  public mutating func update(_ refusal: Refusal) { refusals.update(refusal) }
}
