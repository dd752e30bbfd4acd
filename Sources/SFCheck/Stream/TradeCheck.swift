import SFCore

/// Orders, fills, positions and equity: what refers to what, and happens once.
struct TradeCheck {
  private struct OrderState {
    let order: Order
    var filled: Int64 = 0
  }

  private var orders: [String: OrderState] = [:]
  private var fills: Set<String> = []
  /// The status of each position that was written.
  private var positions: [String: PositionStatus] = [:]
  /// Orders that refusals of this step name.
  private var refused: [(order: String, line: Int)] = []

  mutating func check(_ type: LineType, _ step: borrowing Step, _ line: Int) -> [Finding] {
    var findings = Findings(line: line)
    switch type {
    case .order: if let order = step.orders.last { check(order, &findings) }
    case .fill: if let fill = step.fills.last { check(fill, step.ts, &findings) }
    case .position: if let position = step.positions.last { check(position, step.ts, &findings) }
    case .equity: if let equity = step.equities.last { check(equity, &findings) }
    case .metrics: if let metrics = step.metrics.last { check(metrics, &findings) }
    case .refusal:
      if case .order(let id)? = step.refusals.last?.subject { refused.append((id, line)) }
    default: break
    }
    return findings.list
  }

  private mutating func check(_ order: Order, _ findings: inout Findings) {
    if orders[order.id] != nil {
      findings.fail("id", "found the order '\(order.id)' twice, expected each id once")
      return
    }
    if order.quantity <= .zero {
      findings.fail("quantity", "found an order of \(order.quantity), expected more than 0")
    }
    if order.kind == .market, order.price != nil {
      findings.fail("price", "found a market order with a price, expected none")
    } else if order.kind != .market, order.price == nil {
      findings.fail("price", "found a \(order.kind.rawValue) order without 'price', expected one")
    }
    switch order.intent {
    case .enter where order.position != order.id:
      findings.fail(
        "id",
        "found an entry for the position '\(order.position)', expected its own id '\(order.id)'")
    case .exit where orders[order.position]?.order.intent != .enter:
      findings.fail(
        "reference", "found an exit of the position '\(order.position)', which no order opened")
    default: break
    }
    orders[order.id] = OrderState(order: order)
  }

  private mutating func check(_ fill: Fill, _ ts: Timestamp, _ findings: inout Findings) {
    if !fills.insert(fill.id).inserted {
      findings.fail("id", "found the fill '\(fill.id)' twice, expected each id once")
      return
    }
    if !fill.id.hasPrefix(fill.order + "-") {
      findings.warn("id", "found the fill id '\(fill.id)', expected '\(fill.order)-' and a number")
    }
    if fill.at > ts {
      findings.fail("time", "found a fill at \(fill.at), expected it at or before its ts \(ts)")
    }
    guard var state = orders[fill.order] else {
      findings.fail("reference", "found a fill of the order '\(fill.order)', which is not known")
      return
    }
    let order = state.order
    if order.symbol != fill.symbol || order.side != fill.side || order.position != fill.position {
      findings.fail(
        "reference",
        "found a fill to \(fill.side.rawValue) \(fill.symbol) for '\(fill.position)', expected what its order says: "
          + "\(order.side.rawValue) \(order.symbol) for '\(order.position)'")
    }
    state.filled += fill.quantity.units
    if state.filled > order.quantity.units {
      findings.fail(
        "quantity",
        "found \(Quantity(units: state.filled)) filled of the order '\(order.id)', expected at most \(order.quantity)"
      )
    }
    orders[fill.order] = state
  }

  private mutating func check(
    _ position: PositionChange, _ ts: Timestamp, _ findings: inout Findings
  ) {
    let before = positions[position.id]
    switch (before, position.status) {
    case (nil, .open), (.open, .closed): break
    case (nil, .closed):
      findings.fail("reference", "found '\(position.id)' closed, which was never opened")
    case (.open, .open): findings.fail("id", "found '\(position.id)' opened twice")
    case (.closed, .open): findings.fail("id", "found '\(position.id)' opened after it was closed")
    case (.closed, .closed): findings.fail("id", "found '\(position.id)' closed twice")
    }
    positions[position.id] = position.status
    if orders[position.id]?.order.intent != .enter {
      findings.fail(
        "reference", "found the position '\(position.id)', which no order opened")
    }
    if position.entryTime > ts {
      findings.fail("time", "found entry_ts \(position.entryTime), expected at most ts \(ts)")
    }
    if let closing = position.closing,
      closing.exitTime > ts || closing.exitTime < position.entryTime
    {
      findings.fail(
        "time", "found exit_ts \(closing.exitTime), expected entry_ts to ts")
    }
  }

  private func check(_ equity: Equity, _ findings: inout Findings) {
    if !(0...).contains(equity.drawdown) {
      findings.fail("range", "found a drawdown of \(equity.drawdown), expected 0 or more")
    }
    if equity.openPositions < 0 {
      findings.fail("range", "found \(equity.openPositions) open positions, expected 0 or more")
    }
  }

  private func check(_ metrics: Metrics, _ findings: inout Findings) {
    if metrics.roundTrips < 0 {
      findings.fail("range", "found \(metrics.roundTrips) round trips, expected 0 or more")
    }
    if let rate = metrics.winRate, !(0...1).contains(rate) {
      findings.fail("range", "found a win rate of \(rate), expected 0 to 1")
    }
  }

  /// A refusal may stand before the order that it names, in the same step.
  mutating func endOfStep() -> [Finding] {
    defer { refused.removeAll(keepingCapacity: true) }
    return refused.filter { orders[$0.order] == nil }.map { refusal in
      Finding(
        line: refusal.line, level: .error, rule: "reference",
        message: "found a refusal of the order '\(refusal.order)', which is not known")
    }
  }
}
