import SFEngine

/// Where `sf-risk` stands in a text that runs in one process: behind the strategy whose turns it
/// takes part in, and before nothing that reads a trader's lines.
package enum BacktestGate {
  package static func check(
    _ parts: [BacktestPart], _ commands: [PipelineText.Command]
  ) throws(PipelineText.Failure) {
    for index in parts.indices {
      guard parts[index].stage is RiskCommand else { continue }
      try check(before: index, parts, commands)
      try check(behind: index, parts, commands)
    }
  }

  private static func check(
    before gate: Int, _ parts: [BacktestPart], _ commands: [PipelineText.Command]
  ) throws(PipelineText.Failure) {
    let trader = parts[..<gate].lastIndex { $0.tee == nil }
    guard let trader, parts[trader].stage is StrategyCommand else {
      let found = trader.map { "behind '\(commands[$0].words[0])'" } ?? "at the start"
      throw PipelineText.Failure(
        place: commands[gate].place,
        message: "found sf-risk \(found), expected it behind sf-strategy: what stands between them "
          + "needs processes, as in a session")
    }
  }

  private static func check(
    behind gate: Int, _ parts: [BacktestPart], _ commands: [PipelineText.Command]
  ) throws(PipelineText.Failure) {
    guard let next = parts[(gate + 1)...].firstIndex(where: { $0.tee == nil }),
      parts[next].stage != nil
    else { return }
    throw PipelineText.Failure(
      place: commands[next].place,
      message: "found \(commands[next].words[0]) behind sf-risk, which writes what the venue is "
        + "asked: keep what the trader writes by 'tee FILE' before sf-risk, and read that")
  }
}
