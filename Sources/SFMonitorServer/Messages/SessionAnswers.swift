import SFCore
import SFMonitor
import SFNotify

/// What people are answered from afar, by what stands on the board.
struct SessionAnswers: MonitorAnswers {
  let board: Board
  let desk: ControlDesk

  private static let most = 30

  func status() -> String {
    each { watched in
      let alerts =
        watched.open.map { "\($0.level.rawValue) \($0.kind): \($0.finding.text)" }
        + watched.state.said.open.map { "\($0.alert.level) \($0.alert.rule): \($0.alert.text)" }
      return Situation(watched).text + "\nAlerts: "
        + (alerts.isEmpty ? "none" : alerts.map { "\n  \($0)" }.joined())
    }
  }

  func profit() -> String {
    each { watched in
      let book = watched.state.book
      let rate = book.trips.total.hitRate.map { ", \(Int(($0 * 100).rounded())) % won" } ?? ""
      return """
        Profit: \(Self.amount(book.trips.profit.double)) net of fees, \
        \(book.trips.total.count) round trips\(rate)
        Today: \(Self.amount(book.today.profit.double)), \(book.today.trips.count) round trips
        """
    }
  }

  func balance() -> String {
    each { watched in
      guard let equity = watched.state.book.equity else { return "no equity was said yet" }
      return """
        Equity: \(equity.equity)
        Cash: \(equity.cash)
        Drawdown: \(Self.percent(equity.drawdown))
        Exposure: \(equity.exposure.map(Self.percent) ?? "-")
        """
    }
  }

  func positions() -> String {
    each { watched in
      let state = watched.state
      let all = state.book.positions.values.sorted { ($0.entryTime, $0.id) < ($1.entryTime, $1.id) }
      guard !all.isEmpty else { return "no position is open" }
      let lines = all.prefix(Self.most).map { position in
        let gain = state.gain(of: position).map { ", gain \(Self.amount($0))" } ?? ""
        let levels = (position.levels ?? []).map { ", \($0.name) \($0.price)" }.joined()
        return "\(position.id): \(position.symbol) \(position.direction.rawValue) "
          + "\(position.quantity) at \(position.entryPrice)\(gain)\(levels)"
      }
      let more = all.count > Self.most ? ["and \(all.count - Self.most) more"] : []
      return (lines + more).joined(separator: "\n")
    }
  }

  func daily() -> String {
    each { watched in
      guard let day = watched.state.book.days.day else { return "no day has begun" }
      return DailyReport(watched, day: day).text
    }
  }

  func reduce(by who: String) throws -> String { try say(.reduce, who) }
  func halt(by who: String) throws -> String { try say(.halt, who) }
  func resume(by who: String) throws -> String { try say(.resume, who) }

  func exit(_ id: String, by who: String) throws -> String {
    guard let watched = board.watched.first(where: { $0.state.book.positions[id] != nil }) else {
      throw StageError(
        .configuration, "there is no open position '\(id)'", help: "/positions says them")
    }
    return try desk.say(Self.control(.exit, who, id), in: watched.state.name)
  }

  func flatten(by who: String) throws -> String {
    let open = board.watched.flatMap { watched in
      watched.state.book.positions.keys.sorted().map { (session: watched.state.name, id: $0) }
    }
    guard !open.isEmpty else { return "no position is open" }
    return try open.map { try desk.say(Self.control(.exit, who, $0.id), in: $0.session) }
      .joined(separator: "\n")
  }

  private func say(_ action: Control.Action, _ who: String) throws -> String {
    guard !desk.sessions.isEmpty else {
      throw StageError(.configuration, "no session is watched that has a venue")
    }
    return try desk.sessions.map { try desk.say(Self.control(action, who), in: $0) }
      .joined(separator: "\n")
  }

  private static func control(
    _ action: Control.Action, _ who: String, _ target: String? = nil
  ) -> Control {
    Control(action: action, target: target, reason: "said from afar", who: who)
  }

  /// One after the other, each with its name where there are several.
  private func each(_ text: (WatchedState) -> String) -> String {
    let all = board.watched
    guard !all.isEmpty else { return "nothing was read yet" }
    return all.map { (all.count > 1 ? "\($0.state.name)\n" : "") + text($0) }
      .joined(separator: "\n\n")
  }

  private static func amount(_ value: Double) -> String { NoticeFigure.signed(value) }
  private static func percent(_ value: Double) -> String { NoticeFigure.percent(value) }
}
