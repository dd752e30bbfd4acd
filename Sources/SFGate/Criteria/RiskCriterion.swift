/// Whether nobody traded past the risk gate.
enum RiskCriterion: GateCriterion {
  static let key = "risk"
  static let summary = "sf-risk with drawdown, daily_loss and filters approved every fill's order."

  private static let needed = ["drawdown", "daily_loss", "filters"]

  static func judge(
    _ evidence: GateEvidence, over days: ClosedRange<Int64>, _ terms: GateTerms
  ) -> GateFinding {
    let limit = "\(needed.joined(separator: ", ")); every order approved"
    guard let gate = evidence.gate, let venue = evidence.venue else {
      return GateFinding(
        .fail, limit: limit, value: "no gate",
        reason: "sf-risk and sf-broker are not both in the session")
    }
    let lacking = needed.filter { !evidence.rules.contains($0) }
    let past = venue.deals.filter { !gate.orders.contains($0.order) }
    let faults = [
      lacking.isEmpty ? nil : "sf-risk has no \(lacking.joined(separator: ", "))",
      past.first.map { "the order \($0.order) was filled at \($0.at) and never approved" },
    ].compactMap(\.self)
    return .of(
      faults.isEmpty, limit: limit,
      value: "\(venue.deals.count - past.count) of \(GateText.count(venue.deals.count, "fill"))",
      reason: faults.isEmpty ? "none was bypassed" : faults.joined(separator: "; "),
      details: past.map { "\($0.at) \($0.order): fill \($0.id)" })
  }
}
