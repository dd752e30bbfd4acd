import SFCore

/// What a stream of a session, or of a backtest, says as far as a gate asks for it: a stage that
/// remembers days, round trips, orders and fills, and writes nothing.
public struct GateRun: Stage {
  /// A day (UTC) of marks; 00:00 belongs to the day that it ends.
  public struct Day: Codable, Hashable, Sendable {
    public let number: Int64
    public fileprivate(set) var marks = 1
    public let first: Timestamp
    public fileprivate(set) var last: Timestamp
    /// At its end; `nil` while none has been said.
    public fileprivate(set) var equity: Price?
    /// The deepest, below the highest equity of the whole run.
    public fileprivate(set) var drawdown = 0.0
  }

  /// A closed position.
  public struct Trip: Codable, Hashable, Sendable {
    public let id: String
    public let symbol: Symbol
    public let closed: Timestamp
    /// Net of fees.
    public let pnl: Price
    /// What was entered with, in quote currency.
    public let invested: Double
  }

  /// What was bought or sold of an order.
  public struct Deal: Codable, Hashable, Sendable {
    public let id: String
    public let order: String
    public let at: Timestamp
  }

  /// What was said to be wrong.
  public struct Trouble: Codable, Hashable, Sendable {
    public let at: Timestamp
    public let level: String
    public let rule: String
    public let state: String
    public let text: String
  }

  public private(set) var header = Header()
  public private(set) var days: [Day] = []
  public private(set) var trips: [Trip] = []
  public private(set) var orders: Set<String> = []
  public private(set) var deals: [Deal] = []
  public private(set) var troubles: [Trouble] = []
  /// Of the model that it asked last; `nil` without one.
  public private(set) var modelHash: String?
  /// At the first mark that says it: what it begins with.
  public private(set) var capital: Price?

  public init() {}

  public var reads: LineTypes { LineTypes([.order, .fill, .position, .equity, .alert, .model]) }
  public var writes: LineTypes { [] }
  public var bindsAtBars: Bool { false }

  public mutating func bind(_ header: Header, _ step: inout Step) throws(StageError) {
    self.header = header
  }

  public mutating func update(_ step: inout Step) throws(StageError) {
    let number = Self.day(of: step.ts)
    if days.last?.number == number {
      days[days.count - 1].marks += 1
      days[days.count - 1].last = step.ts
    } else {
      days.append(Day(number: number, first: step.ts, last: step.ts, equity: days.last?.equity))
    }
    take(&step)
  }

  public mutating func finish(_ step: inout Step) throws(StageError) { take(&step) }

  private mutating func take(_ step: inout Step) {
    for order in step.orders { orders.insert(order.id) }
    for fill in step.fills {
      deals.append(Deal(id: fill.id, order: fill.order, at: step.ts))
    }
    for position in step.positions {
      guard let closing = position.closing else { continue }
      trips.append(
        Trip(
          id: position.id, symbol: position.symbol, closed: step.ts, pnl: closing.pnl,
          invested: position.entryPrice.double * position.quantity.double))
    }
    for alert in step.messages(of: Alert.self) {
      troubles.append(
        Trouble(
          at: step.ts, level: alert.level, rule: alert.rule, state: alert.state, text: alert.text))
    }
    if let model = step.last(LoadedModel.self) { modelHash = model.hash }
    guard let line = step.last(Equity.self), !days.isEmpty else { return }
    if capital == nil { capital = line.equity }
    days[days.count - 1].equity = line.equity
    days[days.count - 1].drawdown = max(days[days.count - 1].drawdown, line.drawdown)
  }

  /// The day that a mark belongs to, from 1970-01-01.
  public static func day(of mark: Timestamp) -> Int64 {
    Timestamp(milliseconds: mark.milliseconds - 1).day
  }

  /// Equity at the end of the last day before `day`, or what the run begins with.
  public func equity(before day: Int64) -> Price? {
    days.last { $0.number < day && $0.equity != nil }?.equity ?? capital
  }

  /// Equity at the end of a day; of one without a mark that of the last before it.
  public func equity(of day: Int64) -> Price? { equity(before: day + 1) }

  /// What all days of a range brought, as a fraction; `nil` where no equity is known.
  public func change(of range: ClosedRange<Int64>) -> Double? {
    guard let base = equity(before: range.lowerBound), base > .zero,
      let last = equity(of: range.upperBound)
    else { return nil }
    return last.double / base.double - 1
  }

  /// The same of each day.
  public func changes(of range: ClosedRange<Int64>) -> [Double] {
    range.compactMap { change(of: $0...$0) }
  }

  public func trips(of range: ClosedRange<Int64>) -> [Trip] {
    trips.filter { range.contains(Self.day(of: $0.closed)) }
  }
}
