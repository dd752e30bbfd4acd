/// Whether it has fallen too deep.
enum DrawdownCriterion: GateCriterion {
  static let key = "drawdown"
  static let summary = "The drawdown stayed below --max-drawdown."

  static func judge(
    _ evidence: GateEvidence, over days: ClosedRange<Int64>, _ terms: GateTerms
  ) -> GateFinding {
    let deepest = evidence.trader.days.filter { days.contains($0.number) }
      .max { $0.drawdown < $1.drawdown }
    let value = deepest?.drawdown ?? 0
    return .of(
      value < terms.maxDrawdown, limit: "below \(GateText.percent(terms.maxDrawdown))",
      value: GateText.percent(value),
      reason: deepest.map { "deepest on \(GateText.day($0.number))" } ?? "no day has an equity")
  }
}
