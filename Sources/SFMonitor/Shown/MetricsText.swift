import SFCore

/// Sessions as Prometheus reads them: one family after another, each with its help and its type.
public struct MetricsText {
  private var text = ""

  private enum Kind: String { case gauge, counter }

  private typealias Sample = (labels: [(String, String)], value: Double?)

  /// The text of `/metrics` at a time of the machine.
  public static func text(_ watched: [WatchedState], at wall: Timestamp) -> String {
    var metrics = MetricsText()
    metrics.book(watched)
    metrics.trading(watched)
    metrics.machine(watched, at: wall)
    metrics.alerts(watched)
    return metrics.text
  }

  // MARK: Families

  private mutating func book(_ watched: [WatchedState]) {
    gauge("equity_quote", "What the book is worth, in quote currency.", watched) {
      $0.book.equity?.equity.double
    }
    gauge("cash_quote", "Cash of the book, in quote currency.", watched) {
      $0.book.equity?.cash.double
    }
    gauge("drawdown_ratio", "How far equity is below its peak, a fraction of it.", watched) {
      $0.book.equity?.drawdown
    }
    gauge("exposure_ratio", "Notional of the positions over equity.", watched) {
      $0.book.equity?.exposure
    }
    gauge("daily_loss_ratio", "What today has lost, of what there was when it began.", watched) {
      $0.book.dailyLoss
    }
    gauge("profit_quote", "Profit of the round trips, net of fees, in quote currency.", watched) {
      $0.book.trips.profit.double
    }
    gauge("open_positions", "Positions that are open.", watched) {
      Double($0.book.positions.count)
    }
    family("position_age_bars", .gauge, "Age of the oldest position of a symbol, in bars.", watched)
    { state in
      Self.bySymbol(state) { position in
        state.age(of: position).map(Double.init)
      } with: {
        max($0, $1)
      }
    }
    family(
      "position_gain_quote", .gauge, "What the positions of a symbol have gained.", watched
    ) { state in
      Self.bySymbol(state) {
        state.gain(of: $0)
      } with: {
        $0 + $1
      }
    }
    family(
      "position_level_quote", .gauge,
      "Where an exit closes a position of a symbol: the nearest to its close, in quote currency.",
      watched
    ) {
      Self.levels($0)
    }
  }

  private mutating func trading(_ watched: [WatchedState]) {
    family("orders_total", .counter, "Orders that were given, and how they ended.", watched) {
      $0.book.orderCounts.list.map { ([("state", $0.state)], Double($0.count)) }
    }
    gauge("orders_working", "Orders that work.", watched) { Double($0.book.orders.count) }
    gauge("order_unknown", "Orders of which nobody knows what has become.", watched) {
      Double($0.machine.unknownOrders.count)
    }
    gauge("shortfall_bps", "What fills cost against the closes of their decisions.", watched) {
      $0.book.shortfall.basisPoints
    }
    family("round_trips_total", .counter, "Round trips, by whether they gained.", watched) {
      let total = $0.book.trips.total
      return [
        ([("result", "won")], Double(total.won)),
        ([("result", "lost")], Double(total.count - total.won)),
      ]
    }
    family("hit_rate_ratio", .gauge, "The share of round trips that gained.", watched) {
      $0.book.trips.byDetector.sorted { $0.key < $1.key }
        .map { ([("detector", $0.key)], $0.value.hitRate) }
    }
    family("signals_today", .gauge, "Signals since midnight.", watched) {
      $0.signals.today.sorted { $0.key < $1.key }.map { ([("detector", $0.key)], Double($0.value)) }
    }
    family("refusals_today", .gauge, "What was not done since midnight.", watched) {
      $0.book.today.refusals.sorted { $0.key < $1.key }
        .map { ([("reason", $0.key)], Double($0.value)) }
    }
  }

  private mutating func machine(_ watched: [WatchedState], at wall: Timestamp) {
    stages("stage_up", .gauge, "Whether a stage is where it should be.", watched) {
      ["running", "starting", "ended", "elsewhere"].contains($0.state) ? 1 : 0
    }
    stages("stage_lag_seconds", .gauge, "How far a stage is behind, of the market.", watched) {
      $0.lag
    }
    stages("stage_restarts_total", .counter, "Times that a stage was started again.", watched) {
      Double($0.restarts)
    }
    stages("stage_memory_bytes", .gauge, "What a stage holds of the memory.", watched) {
      $0.memory.map { $0 * 1_000_000 }
    }
    gauge("mark_timestamp_seconds", "The newest mark, since 1970.", watched) {
      $0.mark.map { Double($0.milliseconds) / 1_000 }
    }
    gauge("mark_silence_seconds", "How long ago a mark came last.", watched) {
      $0.machine.heard.map { Double(max(0, wall - $0)) / 1_000 }
    }
    gauge("disk_free_bytes", "Room on the disk of the session.", watched) {
      $0.machine.freeBytes.map(Double.init)
    }
    gauge("words_untaken", "What persons have said and the venue has not taken.", watched) {
      Double($0.machine.untakenWords)
    }
    family("mode", .gauge, "What the venue lets out: 1 for the mode that holds.", watched) {
      state in
      VenueState.Mode.allCases.map { ([("mode", $0.rawValue)], state.venue.mode == $0 ? 1 : 0) }
    }
  }

  private mutating func alerts(_ watched: [WatchedState]) {
    head("alert", .gauge, "What a rule has raised now.")
    for one in watched {
      for rule in one.tally {
        sample("alert", one.state.name, [("rule", rule.kind)], Double(rule.open))
      }
    }
    head("alerts_total", .counter, "How often a rule was raised.")
    for one in watched {
      for rule in one.tally {
        sample("alerts_total", one.state.name, [("rule", rule.kind)], Double(rule.raised))
      }
    }
  }

  private static func bySymbol(
    _ state: SessionState, _ value: (PositionChange) -> Double?,
    with join: (Double, Double) -> Double
  ) -> [Sample] {
    var values: [Symbol: Double] = [:]
    for position in state.book.positions.values.sorted(by: { $0.id < $1.id }) {
      guard let own = value(position) else { continue }
      values[position.symbol] = values[position.symbol].map { join($0, own) } ?? own
    }
    return values.sorted { $0.key < $1.key }.map { ([("symbol", $0.key.text)], $0.value) }
  }

  /// Of several positions of a symbol the level that may be met next: as many as there are symbols and
  /// levels of exits, however many positions.
  private static func levels(_ state: SessionState) -> [Sample] {
    var nearest: [Symbol: [String: Double]] = [:]
    for position in state.book.positions.values.sorted(by: { $0.id < $1.id }) {
      let close = state.market.closes[position.symbol]?.double
      for level in position.levels ?? [] {
        let price = level.price.double
        if let known = nearest[position.symbol]?[level.name] {
          guard let close, abs(price - close) < abs(known - close) else { continue }
        }
        nearest[position.symbol, default: [:]][level.name] = price
      }
    }
    return nearest.sorted { $0.key < $1.key }.flatMap { symbol, levels in
      levels.sorted { $0.key < $1.key }.map { name, price in
        ([("symbol", symbol.text), ("level", name)], price)
      }
    }
  }

  // MARK: Writing

  private mutating func gauge(
    _ name: String, _ help: String, _ watched: [WatchedState], _ value: (SessionState) -> Double?
  ) {
    family(name, .gauge, help, watched) { [([], value($0))] }
  }

  private mutating func stages(
    _ name: String, _ kind: Kind, _ help: String, _ watched: [WatchedState],
    _ value: (MachineState.Stage) -> Double?
  ) {
    family(name, kind, help, watched) { state in
      state.machine.stages.map { ([("stage", $0.name)], value($0)) }
    }
  }

  /// What does not exist has no sample.
  private mutating func family(
    _ name: String, _ kind: Kind, _ help: String, _ watched: [WatchedState],
    _ samples: (SessionState) -> [Sample]
  ) {
    head(name, kind, help)
    for one in watched {
      for (labels, value) in samples(one.state) {
        if let value { sample(name, one.state.name, labels, value) }
      }
    }
  }

  private mutating func head(_ name: String, _ kind: Kind, _ help: String) {
    text += "# HELP sf_\(name) \(help)\n# TYPE sf_\(name) \(kind.rawValue)\n"
  }

  private mutating func sample(
    _ name: String, _ session: String, _ labels: [(String, String)], _ value: Double
  ) {
    let all = [("session", session)] + labels
    let list = all.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
    text += "sf_\(name){\(list)} \(value)\n"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.append(character)
      }
    }
    return result
  }
}
