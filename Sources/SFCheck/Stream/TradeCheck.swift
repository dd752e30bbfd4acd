import SFCore

/// Orders and what becomes of them, positions and equity: what refers to what, and happens once.
struct TradeCheck {
  /// An order and what is known of it.
  struct OrderState {
    let order: Order
    /// In units of 10⁻⁸; wide, since a sum of amounts may be none.
    var filled: Int128 = 0
    /// Whether a fill left something of it to work.
    var isInParts = false
    /// Whether it was filled or refused: nothing becomes of it any more.
    var isDone = false
  }

  var orders: [String: OrderState] = [:]
  var fills: Set<String> = []
  var cancels: Set<String> = []
  /// The status of each position that was written.
  var positions: [String: PositionStatus] = [:]
  /// Whether the run goes on with the positions of another.
  private let carries: Bool
  /// Whether it is of a gate: an order that it refuses is in no line of it.
  private let isOfGate: Bool
  /// Whether it is of a venue, whose orders are in no line of it.
  let isOfVenue: Bool
  /// The positions that it goes on with: the orders that opened them are in other lines.
  private var carried: Set<String> = []
  /// The `ts` of the first line of a step: what was ordered earlier is in no line of a part that was
  /// cut out of a run, as by `sf-cat --from`.
  private var begin: Timestamp?
  /// Orders that refusals of this step name.
  private var refused: [(order: String, line: Int)] = []

  /// Of the lines behind a header; of none, of a stream without one.
  init(_ header: Header = Header()) {
    carries = header.stages.contains { stage in
      stage.name == "sf-strategy" && stage.config.contains { $0.key == "carry" }
    }
    isOfGate = header.stages.last?.name == "sf-risk"
    isOfVenue = header.stages.last?.name == "sf-broker"
  }

  /// Whether an order of these lines has opened a position, or it is carried over.
  mutating func isKnown(_ position: String, opens: Bool = false) -> Bool {
    if orders[position]?.order.intent == .enter { return true }
    if carries && opens || isOlder(position) { carried.insert(position) }
    return carried.contains(position)
  }

  /// Whether an order was given before the lines begin, as far as its id tells:
  /// `[PREFIX-]MILLISECONDS-NUMBER`.
  func isOlder(_ order: String) -> Bool {
    let parts = order.split(separator: "-")
    guard let begin, parts.count >= 2, let time = Int64(parts[parts.count - 2]) else {
      return false
    }
    return time < begin.milliseconds
  }

  mutating func check(_ type: LineType, _ step: borrowing Step, _ line: Int) -> [Finding] {
    var findings = Findings(line: line)
    if begin == nil { begin = step.ts }
    switch type {
    case .order: if let order = step.orders.last { check(order, &findings) }
    case .fill: if let fill = step.fills.last { check(fill, step.ts, &findings) }
    case .position: if let position = step.positions.last { check(position, step.ts, &findings) }
    case .equity: if let equity = step.equities.last { check(equity, &findings) }
    case .metrics: if let metrics = step.metrics.last { check(metrics, &findings) }
    case .cancel: if let cancel = step.messages(of: Cancel.self).last { check(cancel, &findings) }
    case .refusal: if let refusal = step.refusals.last { take(refusal, line) }
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
    if let bars = order.maxBars, bars < 1 || order.kind != .limit {
      findings.fail(
        "max_bars",
        "found max_bars \(bars) of a \(order.kind.rawValue) order, expected 1 or more of a limit")
    }
    switch order.intent {
    case .enter where order.position != order.id:
      findings.fail(
        "id",
        "found an entry for the position '\(order.position)', expected its own id '\(order.id)'")
    // A venue repeats exits that others give, and no entry of the trader's.
    case .exit where !isOfVenue && !isKnown(order.position):
      findings.fail(
        "reference", "found an exit of the position '\(order.position)', which no order opened")
    default: break
    }
    orders[order.id] = OrderState(order: order)
  }

  private mutating func take(_ refusal: Refusal, _ line: Int) {
    guard case .order(let id) = refusal.subject else { return }
    if isOfVenue { return }
    if !isOfGate || refusal.quantity != nil { refused.append((id, line)) }
    // One that says what is left has cut the order.
    if refusal.quantity == nil { orders[id]?.isDone = true }
  }

  /// A refusal may stand before the order that it names, in the same step.
  mutating func endOfStep() -> [Finding] {
    defer { refused.removeAll(keepingCapacity: true) }
    return refused.filter { orders[$0.order] == nil && !isOlder($0.order) }.map { refusal in
      Finding(
        line: refusal.line, level: .error, rule: "reference",
        message: "found a refusal of the order '\(refusal.order)', which is not known")
    }
  }
}
