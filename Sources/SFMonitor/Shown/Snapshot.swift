import SFCore
import SFWire

/// Sessions as the page shows them: JSON of a bounded size, however many fills and symbols there are.
public enum Snapshot {
  /// Rows of a table at most; how many there are is said beside.
  public static let mostRows = 300

  public static func json(_ watched: [WatchedState], canControl: Bool) -> JSONValue {
    .object([
      .init(key: "control", value: .bool(canControl)),
      .init(key: "sessions", value: .array(watched.map(session))),
    ])
  }

  private static func session(_ one: WatchedState) -> JSONValue {
    let state = one.state
    let (book, machine) = (state.book, state.machine)
    return object([
      ("name", .string(state.name)),
      ("state", text(machine.state ?? (machine.hasEnded ? "ended" : "running"))),
      ("mode", .string(state.venue.mode.rawValue)),
      (
        "word",
        state.venue.lastWord.map { .string("\($0.who): \($0.action.rawValue), \($0.reason)") }
      ),
      ("untaken", number(machine.untakenWords)),
      ("mark", time(state.mark)),
      ("equity", amount(book.equity?.equity)), ("cash", amount(book.equity?.cash)),
      ("drawdown", number(book.equity?.drawdown)), ("exposure", number(book.equity?.exposure)),
      ("daily_loss", number(book.dailyLoss)),
      ("profit", number(book.trips.profit.double)),
      ("profit_today", number(book.today.profit.double)),
      ("trips", number(book.trips.total.count)), ("hit_rate", number(book.trips.total.hitRate)),
      ("fills_today", number(book.today.fills)), ("fees_today", number(book.today.fees.double)),
      ("shortfall_bps", number(book.shortfall.basisPoints)),
      ("curve", .array(book.curve.points.map { pair($0.at, $0.equity) })),
      ("cone", cone(state)), ("positions", positions(state)),
      ("position_count", number(book.positions.count)), ("orders", orders(book)),
      ("order_count", number(book.orders.count)),
      ("unknown", .array(machine.unknownOrders.prefix(mostRows).map { .string($0.id) })),
      ("signals", signals(state.signals)), ("signals_today", counts(state.signals.today)),
      ("refusals", refusals(book)), ("refusals_today", counts(book.today.refusals)),
      ("detectors", detectors(book.trips)), ("stages", stages(machine)),
      ("missing_today", number(state.market.missing.today)),
      ("alerts", alerts(one)),
    ])
  }

  private static func positions(_ state: SessionState) -> JSONValue {
    let all = state.book.positions.values.sorted { ($0.entryTime, $0.id) < ($1.entryTime, $1.id) }
    return .array(
      all.prefix(mostRows).map { position in
        object([
          ("id", .string(position.id)), ("symbol", .string(position.symbol.text)),
          ("direction", .string(position.direction.rawValue)),
          ("quantity", amount(position.quantity)), ("entry", amount(position.entryPrice)),
          ("since", time(position.entryTime)),
          ("close", amount(state.market.closes[position.symbol])),
          ("gain", number(state.gain(of: position))), ("age", number(state.age(of: position))),
          (
            "levels",
            position.levels.map { levels in
              .array(levels.map { .array([.string($0.name), amount($0.price) ?? .null]) })
            }
          ),
        ])
      })
  }

  private static func orders(_ book: BookState) -> JSONValue {
    let all = book.orders.values.sorted { ($0.since, $0.order.id) < ($1.since, $1.order.id) }
    return .array(
      all.prefix(mostRows).map { working in
        object([
          ("id", .string(working.order.id)), ("symbol", .string(working.order.symbol.text)),
          ("side", .string(working.order.side.rawValue)),
          ("kind", .string(working.order.kind.rawValue)),
          ("quantity", amount(working.order.quantity)), ("filled", amount(working.filled)),
          ("price", amount(working.order.price)), ("since", time(working.since)),
        ])
      })
  }

  private static func signals(_ signals: SignalState) -> JSONValue {
    .array(
      signals.recent.map {
        object([
          ("at", time($0.at)), ("symbol", .string($0.symbol.text)),
          ("detector", .string($0.detector)), ("direction", .string($0.direction.rawValue)),
        ])
      })
  }

  private static func refusals(_ book: BookState) -> JSONValue {
    .array(
      book.recentRefusals.map {
        object([
          ("at", time($0.at)), ("symbol", .string($0.symbol.text)), ("by", .string($0.by)),
          ("reason", .string($0.reason)),
        ])
      })
  }

  private static func detectors(_ trips: TripRecord) -> JSONValue {
    .array(
      trips.byDetector.sorted { $0.key < $1.key }.prefix(mostRows).map {
        object([
          ("name", .string($0.key)), ("trips", number($0.value.count)),
          ("hit_rate", number($0.value.hitRate)),
        ])
      })
  }

  private static func stages(_ machine: MachineState) -> JSONValue {
    .array(
      machine.stages.map {
        object([
          ("name", .string($0.name)), ("state", .string($0.state)), ("mark", time($0.mark)),
          ("lag", number($0.lag)), ("restarts", number($0.restarts)),
          ("memory", number($0.memory)), ("reason", text($0.reason)),
        ])
      })
  }

  private static func alerts(_ one: WatchedState) -> JSONValue {
    .array(
      one.open.prefix(mostRows).map {
        object([
          ("rule", .string($0.kind)), ("level", .string($0.level.rawValue)),
          ("since", time($0.since)), ("text", .string($0.finding.text)),
        ])
      }
        + one.state.said.open.prefix(mostRows).map {
          object([
            ("rule", .string("\($0.stage): \($0.alert.rule)")), ("level", .string($0.alert.level)),
            ("since", time($0.at)), ("text", .string($0.alert.text)),
          ])
        })
  }

  /// What the backtest led to expect, at the end of each day so far and of some to come.
  private static func cone(_ state: SessionState) -> JSONValue? {
    guard let cone = state.expectation, let first = state.book.curve.points.first,
      let start = state.book.curve.days.first, let now = state.book.curve.days.last
    else { return nil }
    let last = min(cone.days.count - 1, Int(now.at.day - start.at.day) + 2)
    let step = max(1, last / 120)
    return .array(
      stride(from: 0, through: last, by: step).map { day in
        let at = (start.at.day + Int64(day)) * Timestamp.millisecondsPerDay
        return .array(
          [.number(String(at))]
            + cone.days[day].map { .number("\((first.equity.double * $0 * 100).rounded() / 100)") })
      })
  }

  // MARK: Values

  private static func object(_ members: [(String, JSONValue?)]) -> JSONValue {
    .object(members.compactMap { key, value in value.map { .init(key: key, value: $0) } })
  }

  private static func text(_ text: String?) -> JSONValue? { text.map { .string($0.shown()) } }
  private static func time(_ ts: Timestamp?) -> JSONValue? { ts.map { .string("\($0)") } }
  private static func amount(_ amount: (some FixedPoint)?) -> JSONValue? {
    amount.map { .number($0.description) }
  }
  private static func number(_ number: Int?) -> JSONValue? { number.map { .number(String($0)) } }

  /// What is not finite does not exist in JSON.
  private static func number(_ number: Double?) -> JSONValue? {
    guard let number, number.isFinite else { return nil }
    return .number("\((number * 1e6).rounded() / 1e6)")
  }

  private static func pair(_ ts: Timestamp, _ amount: Price) -> JSONValue {
    .array([.number(String(ts.milliseconds)), .number(amount.description)])
  }

  private static func counts(_ counts: [String: Int]) -> JSONValue {
    .array(
      counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(mostRows).map {
        .array([.string($0.key), .number(String($0.value))])
      })
  }
}
