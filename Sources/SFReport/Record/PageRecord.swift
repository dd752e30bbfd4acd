import SFCore
import SFStats

/// What a page shows beyond the tables: values over time, every round trip, signals, costs.
///
/// Memory is bounded: columns of time merge, round trips and samples are thinned. A checkpoint
/// holds all of it.
public struct PageRecord: Codable, Hashable, Sendable {
  public private(set) var equity = TimeColumns<EquityColumn>(capacity: 16_384)
  public private(set) var rolling = TimeColumns<RollingColumn>(capacity: 2_048)
  public private(set) var prices: PriceRecord
  public private(set) var roundTrips = Thinned<PositionChange>(capacity: 32_768)
  /// Returns of round trips: pnl over notional at the entry.
  public private(set) var returns = Distribution(width: 0.000_01)
  public private(set) var byDetector = Groups<String, RoundTrips>()
  /// By the UTC hour of the entry, 0…23.
  public private(set) var byHour = [RoundTrips](repeating: RoundTrips(), count: 24)
  /// By the UTC weekday of the entry, from Monday.
  public private(set) var byWeekday = [RoundTrips](repeating: RoundTrips(), count: 7)
  public private(set) var signals = SignalRecord()
  public private(set) var costs = CostRecord()
  private var daily: DailyReturns
  private var window = RollingReturns()

  public static let reads = LineTypes([.bar, .signal, .order])

  /// `keepsBars`: also the bars themselves, of which only a page shows more than columns.
  public init(capital: Price = .zero, keepsBars: Bool = false) {
    daily = DailyReturns(capital: capital)
    prices = PriceRecord(keepsBars: keepsBars)
  }

  /// The run began with this; nothing has been said of equity before.
  mutating func begin(capital: Price) {
    daily = DailyReturns(capital: capital)
  }

  /// Takes what a step says, but for its equity.
  mutating func take(_ step: borrowing Step) {
    if !step.bars.isEmpty {
      prices.update(step)
      signals.update(step)
    }
    if !step.orders.isEmpty { for order in step.orders { costs.update(order) } }
    if !step.refusals.isEmpty { for refusal in step.refusals { costs.update(refusal) } }
    if !step.fills.isEmpty { for fill in step.fills { costs.update(fill) } }
    if !step.positions.isEmpty { for position in step.positions { take(position) } }
  }

  private mutating func take(_ position: PositionChange) {
    guard let closing = position.closing else { return }
    roundTrips.append(position)
    if let value = position.returnFraction { returns.update(value) }
    byDetector.update(position.detector ?? "", new: RoundTrips()) { $0.update(position, closing) }
    let entry = position.entryTime.milliseconds
    let hour = Int((entry - entry.floored(by: 86_400_000) * 86_400_000) / 3_600_000)
    byHour[hour].update(position, closing)
    // 1970-01-01 was a Thursday.
    let weekday = position.entryTime.day + 3
    byWeekday[Int(weekday - weekday.floored(by: 7) * 7)].update(position, closing)
  }

  /// Takes the equity at a mark, with its line if it has one.
  mutating func take(_ record: EquityRecord, _ line: Equity?, at ts: Timestamp) {
    let last = record.last.equity
    if let value = daily.update(last, at: ts, endingAt: record.endOfDay),
      let figures = window.update(
        value, daysPerYear: record.daysPerYear)
    {
      rolling.update(
        RollingColumn(sharpe: figures.sharpe, volatility: figures.volatility), at: ts)
    }
    guard line != nil || equity.beginsColumn(ts) else { return }
    equity.update(
      EquityColumn(
        equity: last.double, buyHold: line?.buyHold.double,
        drawdown: record.drawdown.depth(of: last)), at: ts)
  }
}

extension PositionChange {
  /// Pnl over notional at the entry; `nil` while it is open, or for no notional.
  var returnFraction: Double? {
    let notional = (entryPrice * quantity).double.magnitude
    guard let closing, notional > 0 else { return nil }
    return closing.pnl.double / notional
  }
}
