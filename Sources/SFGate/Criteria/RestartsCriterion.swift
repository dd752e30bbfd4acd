/// Whether each stage has been killed and has come back.
enum RestartsCriterion: GateCriterion {
  static let key = "restarts"
  static let summary = "Each stage was killed without notice and caught up with the same bytes."

  static func judge(
    _ evidence: GateEvidence, over days: ClosedRange<Int64>, _ terms: GateTerms
  ) -> GateFinding {
    let stages = evidence.stages
    let lost = stages.filter { $0.loss != nil }
    let spared = stages.filter { !$0.hasRecovered && $0.loss == nil }.map(\.name)
    let recovered = stages.count { $0.hasRecovered }
    let reason =
      lost.first.map { "\($0.name): \($0.loss ?? "")" }
      ?? (spared.isEmpty
        ? "none lost a mark"
        : "never killed: \(spared.joined(separator: " ")); sf-session drill does it")
    return .of(
      lost.isEmpty && spared.isEmpty && !stages.isEmpty, limit: "each stage once",
      value: "\(recovered) of \(stages.count)", reason: reason,
      details: lost.map { "\($0.name): \($0.loss ?? "")" })
  }
}
