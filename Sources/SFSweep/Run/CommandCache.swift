import SFCommands
import SFEngine
import SFTool

/// Commands that many trials have in common, parsed once.
struct CommandCache {
  let mode: SweepMode
  /// Words of every sf-report: by which days it judges.
  private let days: [String]
  private let file: String?
  private var parts: [[String]: BacktestPart] = [:]
  /// By tool: a command that has no options, whose specs are to be replaced.
  private var prototypes: [String: any SpecsCommand] = [:]

  init(_ mode: SweepMode, days: [String], file: String?) {
    self.mode = mode
    self.days = days
    self.file = file
  }

  /// A command of the text, in the mode of the sweep.
  mutating func part(_ command: PipelineText.Command) throws -> BacktestPart {
    let own = SweepMode.tool(of: command.words[0]) == "sf-report" ? days : []
    return try exactly(
      PipelineText.Command(words: mode.words(command.words) + own, place: command.place))
  }

  /// The same on terms that count more than the mode.
  mutating func part(
    _ command: PipelineText.Command, on terms: TradingTerms
  ) throws -> BacktestPart {
    let words = mode.words(command.words) + terms.words
    return try exactly(PipelineText.Command(words: words, place: command.place))
  }

  private mutating func exactly(_ command: PipelineText.Command) throws -> BacktestPart {
    if let known = parts[command.words] { return known }
    let part = try respecified(command) ?? BacktestPart(command, file: file)
    parts[command.words] = part
    return part
  }

  /// A command without options, made of one that was read before; `nil` when it has some.
  private mutating func respecified(_ command: PipelineText.Command) throws -> BacktestPart? {
    let specs = Array(command.words.dropFirst())
    guard !specs.isEmpty, !specs.contains(where: { $0.hasPrefix("-") }) else { return nil }
    let tool = command.words[0]
    if prototypes[tool] == nil {
      prototypes[tool] = try BacktestPart(command, file: file).stage as? any SpecsCommand
    }
    guard var prototype = prototypes[tool] else { return nil }
    prototype.words = specs
    return .stage(prototype)
  }

  mutating func report() throws -> any StageCommand {
    let command = PipelineText.Command(words: ["sf-report"], place: .init(line: 1, column: 1))
    guard case .stage(let report) = try part(command) else {
      preconditionFailure("sf-report is a stage")
    }
    return report
  }
}
