import SFCore

/// Quotes, accounts and controls: one of each for a ts, and in the ranges that they can have.
struct VenueCheck {
  private var quoted: Set<Symbol> = []
  private var hasAccount = false
  private var lastAccount: Account?
  /// Whether an account may owe what it has sold short.
  private let allowsShort: Bool

  /// Of the lines behind a header; of none, of a stream without one.
  init(_ header: Header = Header()) {
    allowsShort = header.stages.contains { stage in
      stage.config.contains { $0.key == "allow_short" && $0.value == .flag(true) }
    }
  }

  /// Another step begins.
  mutating func begin() {
    quoted.removeAll(keepingCapacity: true)
    hasAccount = false
  }

  /// Checks the line that was just decoded into the step.
  mutating func check(_ type: LineType, _ step: borrowing Step, _ line: Int) -> [Finding] {
    var findings = Findings(line: line)
    switch type {
    case .quote:
      if let quote = step.messages(of: Quote.self).last { check(quote, step.ts, &findings) }
    case .account:
      if let account = step.messages(of: Account.self).last { check(account, &findings) }
    case .control:
      if let control = step.messages(of: Control.self).last { check(control, &findings) }
    default: break
    }
    return findings.list
  }

  private mutating func check(_ quote: Quote, _ ts: Timestamp, _ findings: inout Findings) {
    if !quoted.insert(quote.symbol).inserted {
      findings.fail(
        "quote", "found a second quote of \(quote.symbol), expected one for each ts")
    }
    if quote.bid > quote.ask {
      findings.fail("range", "found bid \(quote.bid) above ask \(quote.ask), expected at most that")
    }
    for (key, units) in [
      ("bid", quote.bid.units), ("bid_quantity", quote.bidQuantity.units),
      ("ask", quote.ask.units), ("ask_quantity", quote.askQuantity.units),
    ] where units < 0 {
      findings.fail("range", "found \(key) \(Price(units: units)), expected 0 or more")
    }
    if quote.at > ts {
      findings.fail("time", "found a quote of \(quote.at), expected it at or before its ts \(ts)")
    }
  }

  private mutating func check(_ account: Account, _ findings: inout Findings) {
    if hasAccount {
      findings.fail("account", "found a second account, expected one for each ts")
    } else if account == lastAccount {
      findings.warn("account", "found an account that says what the last one said")
    }
    (hasAccount, lastAccount) = (true, account)
    for asset in account.assets
    where asset.locked < .zero || asset.free < .zero && !allowsShort {
      findings.fail(
        "range",
        "found \(asset.free) free and \(asset.locked) locked of '\(asset.name)', expected 0 or more"
      )
    }
  }

  private func check(_ control: Control, _ findings: inout Findings) {
    switch (control.action, control.target) {
    case (.halt, let target?), (.reduce, let target?), (.resume, let target?):
      findings.warn(
        "control",
        "found the target '\(target)' of \(control.action.rawValue), which is for the whole session"
      )
    case (.settle, nil), (.allow, nil), (.pause, nil):
      findings.fail(
        "control", "found \(control.action.rawValue) without 'target', expected what is meant")
    default: break
    }
  }
}
