import SFCore

/// Positions, and what the book is worth.
extension TradeCheck {
  mutating func check(
    _ position: PositionChange, _ ts: Timestamp, _ findings: inout Findings
  ) {
    let before = positions[position.id]
    switch (before, position.status) {
    case (nil, .open), (.open, .closed): break
    case (nil, .closed) where isOlder(position.id): break
    case (nil, .closed):
      findings.fail("reference", "found '\(position.id)' closed, which was never opened")
    case (.open, .open): findings.fail("id", "found '\(position.id)' opened twice")
    case (.closed, .open): findings.fail("id", "found '\(position.id)' opened after it was closed")
    case (.closed, .closed): findings.fail("id", "found '\(position.id)' closed twice")
    }
    positions[position.id] = position.status
    if !isKnown(position.id, opens: before == nil && position.status == .open) {
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
    if let dust = position.dust, dust < .zero || position.status == .open {
      findings.fail(
        "dust",
        "found dust \(dust) of an \(position.status.rawValue) position, expected what is left "
          + "of one that is closed")
    }
  }

  func check(_ equity: Equity, _ findings: inout Findings) {
    if !(0...).contains(equity.drawdown) {
      findings.fail("range", "found a drawdown of \(equity.drawdown), expected 0 or more")
    }
    if equity.openPositions < 0 {
      findings.fail("range", "found \(equity.openPositions) open positions, expected 0 or more")
    }
  }

  func check(_ metrics: Metrics, _ findings: inout Findings) {
    if metrics.roundTrips < 0 {
      findings.fail("range", "found \(metrics.roundTrips) round trips, expected 0 or more")
    }
    if let rate = metrics.winRate, !(0...1).contains(rate) {
      findings.fail("range", "found a win rate of \(rate), expected 0 to 1")
    }
  }
}
