import SFCore

/// Whether a market would have given what the venue gave.
enum MarketCriterion: GateCriterion {
  static let key = "market"
  static let summary =
    "Fills at the quotes of their marks bring the same; the shortfall is what was assumed."

  /// Half a point: what the returns may differ by at least.
  private static let least = 0.005
  /// Basis points above the assumed slippage.
  private static let margin = 2.0

  static func judge(
    _ evidence: GateEvidence, over days: ClosedRange<Int64>, _ terms: GateTerms
  ) -> GateFinding {
    let bound = evidence.slippage * 10_000 + margin
    let limit = "±10 % or 0.5 points, shortfall \(GateText.rounded(bound, 2)) bps"
    let quotes: GateEvidence.Quotes
    switch evidence.quotes {
    case .success(let known): quotes = known
    case .failure(let missing): return .missing(limit: limit, missing.reason)
    }
    guard quotes.quoted * 100 >= quotes.marks * 99, quotes.quoted > 0 else {
      return .missing(
        limit: limit,
        "quotes are known at \(quotes.quoted) of \(GateText.count(quotes.marks, "mark")) with "
          + "orders, 99 % are needed: sf-ingest binance … --quotes")
    }
    guard let own = evidence.trader.change(of: days),
      let base = evidence.trader.equity(before: days.lowerBound)?.double, base > 0
    else { return .missing(limit: limit, "the session says no equity") }
    let market = own + quotes.difference / base
    let shortfall = quotes.shortfall ?? 0
    let faults = [
      isAligned(own, market, least: least) ? nil : "the market brings something else",
      shortfall <= bound ? nil : "fills cost more than was assumed",
    ].compactMap(\.self)
    return .of(
      faults.isEmpty, limit: limit,
      value: "\(GateText.percent(own)), shortfall \(GateText.rounded(shortfall, 2)) bps",
      reason: "at the quotes it is \(GateText.percent(market))"
        + (faults.isEmpty ? "" : ": \(faults.joined(separator: ", "))"))
  }
}
