import SFCore
import SFMonitor
import SFNotify

extension Situation {
  /// How a session stands, by all that is known of it.
  init(_ watched: WatchedState) {
    let state = watched.state
    let venue = state.venue
    self.init(
      positions: state.book.positions.values
        .sorted { ($0.entryTime, $0.id) < ($1.entryTime, $1.id) }
        .map { Self.position($0, state) },
      equity: state.book.equity?.equity.double, unknown: Self.unknown(state),
      mode: venue.mode.rawValue,
      lastWord: venue.lastAnswer.map { Word(text: $0.text, at: $0.at) },
      next: Self.next(state))
  }

  private static func position(_ position: PositionChange, _ state: SessionState) -> Position {
    let worth = state.market.closes[position.symbol].map {
      ($0 * position.quantity).double * Double(position.direction.sign)
    }
    return Position(
      id: position.id, symbol: position.symbol, direction: position.direction,
      quantity: position.quantity, worth: worth, gain: state.gain(of: position),
      protection: protection(of: position, state))
  }

  /// What the strategy watches, and what stands at the venue.
  private static func protection(
    of position: PositionChange, _ state: SessionState
  ) -> [String] {
    let levels = (position.levels ?? []).map { "\($0.name) \($0.price)" }
    let working = state.book.orders.values
      .filter { $0.order.position == position.id && $0.order.intent == .exit }
      .sorted { ($0.since, $0.order.id) < ($1.since, $1.order.id) }
    return levels
      + working.map { one in
        let price = one.order.price.map { " \($0)" } ?? ""
        return "\(one.order.kind.rawValue)\(price) at the venue"
      }
  }

  private static func unknown(_ state: SessionState) -> [String] {
    let machine = state.machine
    var unknown = machine.unknownOrders.map { "what became of order \($0.id), since \($0.since)" }
    unknown += state.fills.unexplained.map { "the fill \($0.id), which only \($0.says) says" }
    for stage in machine.stages {
      if let since = stage.outageSince {
        unknown.append("the market: no bar came at \(stage.name) since \(since)")
      }
    }
    if machine.untakenWords > 0 {
      unknown.append("whether the venue will take \(machine.untakenWords) of your words")
    }
    return unknown
  }

  private static func next(_ state: SessionState) -> [String] {
    var next: [String] = []
    if let word = state.machine.state, !["running", "ended"].contains(word) {
      next.append("the session \(state.name) is \(word): start it with sf-session run")
    }
    for stage in state.machine.stages where ["failed", "waiting"].contains(stage.state) {
      let reason = stage.reason.map { " (\($0.shown()))" } ?? ""
      next.append(
        "the stage \(stage.name) is \(stage.state)\(reason): "
          + "sf-session logs \(state.name) \(stage.name)")
    }
    return next
  }
}
