/// Whether anything went wrong that nobody has explained.
enum BugsCriterion: GateCriterion {
  static let key = "bugs"
  static let summary = "No exit 70, no unexplained reconciliation, no error left open."

  /// What an alert calls the end of what it told of.
  private static let cleared = "cleared"
  private static let grave = ["error", "critical"]

  static func judge(
    _ evidence: GateEvidence, over days: ClosedRange<Int64>, _ terms: GateTerms
  ) -> GateFinding {
    let streams = [evidence.trader, evidence.gate, evidence.venue].compactMap(\.self)
    let faults =
      evidence.stages.compactMap { stage in stage.fault.map { "\(stage.name): \($0)" } }
      + unique(streams.flatMap { open(in: $0.troubles) })
    return .of(
      faults.isEmpty, limit: "none", value: faults.isEmpty ? "none" : "\(faults.count)",
      reason: faults.first ?? "nothing is left open", details: faults)
  }

  /// Errors that were raised and not cleared, and books that did not agree.
  private static func open(in troubles: [GateRun.Trouble]) -> [String] {
    var open: [String: GateRun.Trouble] = [:]
    var unexplained: [String] = []
    for trouble in troubles {
      if trouble.rule == "reconcile", trouble.state != cleared {
        unexplained.append("\(trouble.at) \(trouble.rule): \(trouble.text)")
      } else {
        open[trouble.rule] =
          grave.contains(trouble.level) && trouble.state != cleared ? trouble : nil
      }
    }
    return unexplained
      + open.values.sorted { $0.at != $1.at ? $0.at < $1.at : $0.rule < $1.rule }
      .map { "\($0.at) \($0.rule): \($0.text)" }
  }

  /// An alert is forwarded, and stands in several streams.
  private static func unique(_ lines: [String]) -> [String] {
    var seen: Set<String> = []
    return lines.filter { seen.insert($0).inserted }
  }
}
