import SFEngine
import SFTool

/// Where `sf-risk` and `sf-broker` stand in a text that runs in one process: behind the strategy whose
/// turns they take part in, and before nothing that reads a trader's lines.
package enum BacktestGate {
  package static func check(
    _ parts: [BacktestPart], _ commands: [PipelineText.Command]
  ) throws(PipelineText.Failure) {
    for index in parts.indices {
      guard let part = parts[index].joining else { continue }
      try check(before: index, type(of: part), parts, commands)
      try check(behind: index, parts, commands)
    }
  }

  private static func check(
    before place: Int, _ tool: any JoiningCommand.Type, _ parts: [BacktestPart],
    _ commands: [PipelineText.Command]
  ) throws(PipelineText.Failure) {
    let other = parts[..<place].lastIndex { $0.tee == nil }
    let command = other.flatMap { parts[$0].command }
    guard let command, tool.stands(behind: command) else {
      let found = other.map { "behind '\(commands[$0].words[0])'" } ?? "at the start"
      throw PipelineText.Failure(
        place: commands[place].place,
        message:
          "found \(commands[place].words[0]) \(found), expected it behind \(tool.place): what "
          + "stands between them needs processes, as in a session")
    }
  }

  private static func check(
    behind place: Int, _ parts: [BacktestPart], _ commands: [PipelineText.Command]
  ) throws(PipelineText.Failure) {
    guard let next = parts[(place + 1)...].firstIndex(where: { $0.tee == nil }),
      let command = parts[next].command, !(command is VirtualVenuePart)
    else { return }
    let tool = commands[place].words[0]
    let written = parts[place].stage == nil ? "what the venue answers" : "what the venue is asked"
    throw PipelineText.Failure(
      place: commands[next].place,
      message: "found \(commands[next].words[0]) behind \(tool), which writes \(written): keep "
        + "what the trader writes by 'tee FILE' behind sf-strategy, and read that")
  }
}
