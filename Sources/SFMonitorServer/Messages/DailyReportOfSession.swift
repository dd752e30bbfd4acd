import SFCore
import SFMonitor
import SFNotify

extension DailyReport {
  /// What is known of a day of a session.
  init(_ watched: WatchedState, day: Int64) {
    let state = watched.state
    self.init(session: state.name, day: day)
    if let book = state.book.days.content(of: day) { take(book) }
    if let notes = watched.notes.days.content(of: day) {
      alerts = notes.alerts
      if notes.furtherAlerts > 0 { alerts.append("and \(notes.furtherAlerts) more") }
      restarts = notes.restarts
    }
    gaps = state.market.missing.content(of: day) ?? 0
    expected = Self.expected(state, day)
  }

  private mutating func take(_ book: BookDay) {
    equityBefore = book.equityBefore?.double
    equity = book.equity?.double
    roundTrips = book.trips.count
    winners = book.trips.won
    profit = book.profit.double
    fills = book.fills
    fees = book.fees.double
    shortfall = book.shortfall.basisPoints
    refusals = book.refusals
    openPositions = book.openPositions
  }

  /// What the equity may be at the end of a day, as the page draws it.
  private static func expected(_ state: SessionState, _ day: Int64) -> Expected? {
    guard let cone = state.expectation, let first = state.book.curve.points.first,
      let start = state.book.curve.days.first, day >= start.at.day
    else { return nil }
    let days = Int(day - start.at.day) + 1
    let growths = [0.05, 0.5, 0.95].compactMap { cone.growth($0, after: days) }
    guard growths.count == 3 else { return nil }
    let amounts = growths.map { $0 * first.equity.double }
    return Expected(low: amounts[0], median: amounts[1], high: amounts[2])
  }
}
