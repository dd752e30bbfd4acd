import SFCommands
import SFEngine
import SFTool

/// Commands that many trials have in common, parsed once.
struct CommandCache {
  let mode: SweepMode
  /// Whether the report says how far its figures can be trusted.
  let evidence: Bool
  private let file: String?
  private var parts: [[String]: BacktestPart] = [:]

  init(_ mode: SweepMode, file: String?, evidence: Bool = false) {
    self.mode = mode
    self.file = file
    self.evidence = evidence
  }

  mutating func part(_ command: PipelineText.Command) throws -> BacktestPart {
    let command = PipelineText.Command(words: mode.words(command.words), place: command.place)
    if let known = parts[command.words] { return known }
    let part = try BacktestPart(command, file: file)
    parts[command.words] = part
    return part
  }

  /// The words of the report.
  var reportWords: [String] { ["sf-report"] + (evidence ? ["--confidence"] : []) }

  mutating func report() throws -> any StageCommand {
    let command = PipelineText.Command(words: reportWords, place: .init(line: 1, column: 1))
    guard case .stage(let report) = try part(command) else {
      preconditionFailure("sf-report is a stage")
    }
    return report
  }
}
