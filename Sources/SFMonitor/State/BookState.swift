import SFCore

/// What the trader's stream has said: what it holds, has ordered, and what came of it.
public struct BookState: Sendable {
  /// An order that works.
  public struct Working: Sendable, Equatable {
    public let order: Order
    public let since: Timestamp
    public internal(set) var filled = Quantity.zero
  }

  /// A no of today, for people.
  public struct No: Sendable, Equatable {
    public let at: Timestamp
    public let symbol: Symbol
    public let by: String
    public let reason: String
  }

  public private(set) var mark: Timestamp?
  public private(set) var equity: Equity?
  /// Equity over time, thinned, and at the end of each day.
  public private(set) var curve = WatchedEquity()
  /// By id.
  public private(set) var positions: [String: PositionChange] = [:]
  /// By id.
  public private(set) var orders: [String: Working] = [:]
  /// How many orders came to which end, and how many were given.
  public private(set) var orderCounts = OrderCounts()
  public private(set) var trips = TripRecord()
  public private(set) var shortfall = WatchedShortfall()
  /// Days begin at 00:00 UTC.
  public private(set) var days = Daily(BookDay())
  /// Of today, the newest first.
  public private(set) var recentRefusals: [No] = []

  init() {}

  public var today: BookDay { days.today }

  /// The loss of today, of what there was when it began; `nil` before the first equity.
  public var dailyLoss: Double? {
    guard let equity, let begin = today.equityBefore, begin > .zero else { return nil }
    return 1 - equity.equity.double / begin.double
  }

  mutating func take(_ step: borrowing Step) {
    mark = step.ts
    begin(step.ts)
    for order in step.orders {
      orders[order.id] = Working(order: order, since: step.ts)
      orderCounts.given += 1
    }
    for fill in step.fills { take(fill) }
    for refusal in step.refusals { take(refusal, step.ts) }
    for change in step.positions {
      if let closing = change.closing {
        positions[change.id] = nil
        take(closing, of: change.detector)
      } else {
        positions[change.id] = change
      }
    }
    days.today.openPositions = positions.count
    if let equity = step.equities.last {
      self.equity = equity
      if today.equityBefore == nil { days.today.equityBefore = equity.equity }
      days.today.equity = equity.equity
      curve.take(equity, at: step.ts)
    }
  }

  private mutating func take(_ closing: PositionChange.Closing, of detector: String?) {
    trips.take(closing, of: detector)
    days.today.profit += Money(closing.pnl)
    days.today.trips.count += 1
    if closing.pnl > .zero { days.today.trips.won += 1 }
  }

  /// A day begins with what there was at the last mark before it, or at its first mark.
  private mutating func begin(_ ts: Timestamp) {
    if days.begin(ts.day, with: BookDay(equityBefore: equity?.equity)) { recentRefusals = [] }
  }

  private mutating func take(_ fill: Fill) {
    days.today.fills += 1
    days.today.fees += Money(fill.fee)
    guard var working = orders[fill.order] else { return }
    shortfall.take(fill, working.order)
    days.today.shortfall.take(fill, working.order)
    if let remaining = fill.remaining, remaining > .zero {
      working.filled = Quantity(units: working.filled.units + fill.quantity.units)
      orders[fill.order] = working
    } else {
      orders[fill.order] = nil
      orderCounts.filled += 1
    }
  }

  private mutating func take(_ refusal: Refusal, _ ts: Timestamp) {
    let reason = refusal.reason.rawValue
    days.today.refusals[reason, default: 0] += 1
    recentRefusals.insert(No(at: ts, symbol: refusal.symbol, by: refusal.by, reason: reason), at: 0)
    if recentRefusals.count > SignalState.kept { recentRefusals.removeLast() }
    guard case .order(let id) = refusal.subject, refusal.quantity == nil else { return }
    guard orders.removeValue(forKey: id) != nil else { return }
    orderCounts.end(refusal.reason)
  }
}

/// How many orders were given, and how they ended.
public struct OrderCounts: Sendable, Equatable {
  public internal(set) var given = 0
  public internal(set) var filled = 0
  public private(set) var canceled = 0
  public private(set) var expired = 0
  public private(set) var refused = 0

  mutating func end(_ reason: RefusalReason) {
    switch reason {
    case .ended(.canceled): canceled += 1
    case .ended(.expired), .ended(.endOfData): expired += 1
    default: refused += 1
    }
  }

  /// By the name of their states.
  public var list: [(state: String, count: Int)] {
    [
      ("given", given), ("filled", filled), ("canceled", canceled), ("expired", expired),
      ("refused", refused),
    ]
  }
}

/// What fills cost against the closes at which their orders were decided.
public struct WatchedShortfall: Sendable, Equatable {
  private var cost = 0.0
  private var notional = 0.0

  mutating func take(_ fill: Fill, _ order: Order) {
    let sign = fill.side == .buy ? 1.0 : -1.0
    cost += sign * (fill.price.double - order.reference.double) * fill.quantity.double
    notional += order.reference.double * fill.quantity.double
  }

  /// The mean by notional, in hundredths of a percent, positive where it was dearer; `nil` without
  /// a fill.
  public var basisPoints: Double? { notional > 0 ? cost / notional * 10_000 : nil }
}
