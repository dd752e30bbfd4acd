import SFCommands
import SFCore
import SFEngine
import SFFeatures
import SFReport
import SFTool

/// The pipeline of one trial, parsed as its tools would parse it.
struct TrialPlan {
  /// The words of the command that reads the market: trials with the same words share it.
  let sourceWords: [String]
  let source: any SourceCommand
  /// The stages behind the source, the report last.
  let stages: [any StageCommand]
  /// The `sf-features` that stands first; `nil` when there is none whose columns can be shared.
  let features: Features?

  struct Features {
    /// What it says of itself in the header.
    let entry: StageEntry?
    /// Its specs without their names.
    let specs: [String]
  }

  /// A pipeline that cannot run in this process, and runs as processes instead: its text up to
  /// the report.
  struct NeedsProcesses: Error {
    let text: String
  }

  init(_ text: String, _ commands: inout CommandCache) throws {
    let parsed = try PipelineText(text)
    if let output = parsed.output {
      throw PipelineText.Failure(
        place: parsed.commands[0].place,
        message: "found '> \(output)', which every trial would write")
    }
    let parts = try parsed.commands.map { try commands.part($0) }
    for case (let command, .tee(let path)) in zip(parsed.commands, parts) {
      throw PipelineText.Failure(
        place: command.place, message: "found 'tee \(path)', which every trial would write")
    }
    var stages = parts.dropFirst().compactMap(\.stage)
    guard case .source(let source) = parts[0], source.neverWaits, parsed.input == nil,
      stages.count == parts.count - 1
    else { throw NeedsProcesses(text: commands.textBeforeReport(parsed)) }
    if !(stages.last is ReportCommand) { stages.append(try commands.report()) }
    sourceWords = parsed.commands[0].words
    self.source = source
    self.stages = stages
    features = try Self.features(stages.first)
  }

  private static func features(_ first: (any StageCommand)?) throws -> Features? {
    guard let command = first as? FeaturesCommand,
      case let link = try command.makeLink(.silent), link.forwards == .all,
      let stage = link.stage as? FeatureStage, stage.reads == LineTypes(.bar),
      stage.writes == LineTypes(.features)
    else { return nil }
    return Features(entry: link.entry, specs: stage.specs.map(SharedFeatures.unnamed))
  }
}

/// Commands that many trials have in common, parsed once.
struct CommandCache {
  private let mode: SweepMode
  private let file: String?
  private var parts: [[String]: BacktestPart] = [:]

  init(_ mode: SweepMode, file: String?) {
    self.mode = mode
    self.file = file
  }

  mutating func part(_ command: PipelineText.Command) throws -> BacktestPart {
    let command = PipelineText.Command(words: mode.words(command.words), place: command.place)
    if let known = parts[command.words] { return known }
    let part = try BacktestPart(command, file: file)
    parts[command.words] = part
    return part
  }

  /// The text of a pipeline in the mode of the sweep, without the report at its end.
  func textBeforeReport(_ parsed: PipelineText) -> String {
    var commands = parsed.commands.map { mode.words($0.words).map(ShellWord.quoted) }
    if commands.last?.first.map(SweepMode.tool(of:)) == "sf-report" { commands.removeLast() }
    if let input = parsed.input, !commands.isEmpty {
      commands[0] += ["<", ShellWord.quoted(input)]
    }
    return commands.map { $0.joined(separator: " ") }.joined(separator: " | ")
  }

  mutating func report() throws -> any StageCommand {
    let words = PipelineText.Command(words: ["sf-report"], place: .init(line: 1, column: 1))
    guard case .stage(let report) = try part(words) else {
      preconditionFailure("sf-report is a stage")
    }
    return report
  }
}
