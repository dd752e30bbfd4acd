import SFCore
import SFStats

/// Whether it went as the backtest led to expect, and brought something.
enum ExpectationCriterion: GateCriterion {
  static let key = "expectation"
  static let summary = "Equity within the 5 to 95 % cone of --expected, and a profit."

  static func judge(
    _ evidence: GateEvidence, over days: ClosedRange<Int64>, _ terms: GateTerms
  ) -> GateFinding {
    let profit = terms.requiresProfit ? ", above 0" : ""
    guard
      let cone = ExpectationCone(
        dailyReturns: evidence.expected ?? [], days: days.count, resamples: terms.resamples,
        seed: terms.seed),
      let low = cone.growth(0.05, after: days.count),
      let high = cone.growth(0.95, after: days.count)
    else {
      return .missing(
        limit: "the 5 to 95 % cone\(profit)",
        "no days of a backtest are known: give --expected, the run of one")
    }
    let limit = "\(GateText.percent(low - 1)) to \(GateText.percent(high - 1))\(profit)"
    guard let own = evidence.trader.change(of: days) else {
      return .missing(limit: limit, "the session says no equity")
    }
    let faults = [
      1 + own < low ? "less than the worst that was to be expected" : nil,
      1 + own > high ? "more than the best that was to be expected" : nil,
      terms.requiresProfit && own <= 0 ? "no profit" : nil,
    ].compactMap(\.self)
    return .of(
      faults.isEmpty, limit: limit, value: GateText.percent(own),
      reason: (faults.isEmpty ? "as expected" : faults.joined(separator: ", "))
        + interval(evidence.trader.changes(of: days), terms))
  }

  /// Where the return would lie if the same days came in another order and number.
  private static func interval(_ returns: [Double], _ terms: GateTerms) -> String {
    guard
      let cone = ExpectationCone(
        dailyReturns: returns, days: returns.count, resamples: terms.resamples, seed: terms.seed),
      let low = cone.growth(0.05, after: returns.count),
      let high = cone.growth(0.95, after: returns.count)
    else { return "" }
    return "; its own days give \(GateText.percent(low - 1)) to \(GateText.percent(high - 1))"
  }
}
