import ArgumentParser
import SFCore
import SFEngine
import SFTool

/// One command of a pipeline's text, as it is run.
package enum BacktestPart {
  case source(any SourceCommand)
  case stage(any StageCommand)
  /// `tee FILE`: the lines of this place, written to a file.
  case tee(path: String)
  /// Any other program, which runs as a process.
  case process(words: [String])

  /// The tools that run in this process, by name.
  private static let tools: [any ToolCommand.Type] = [
    IngestCommand.self, FeaturesCommand.self, DetectCommand.self, LabelCommand.self,
    StrategyCommand.self, RiskCommand.self,
    ReportCommand.self,
  ]

  /// What variables and files say to a command of ours; nothing to any other.
  package static func configuredWords(of command: String, file: String?) throws -> [String] {
    guard let tool = tool(named: name(of: command)) else { return [] }
    return try Configuration.words(saidElsewhereTo: tool, file: file)
  }

  private static func name(of command: String) -> String {
    command.split(separator: "/").last.map(String.init) ?? command
  }

  private static func tool(named name: String) -> (any ToolCommand.Type)? {
    tools.first { $0.toolName == name }
  }

  /// Reads a command as the tool itself would.
  package init(_ command: PipelineText.Command, file: String?) throws {
    let name = Self.name(of: command.words[0])
    let arguments = Array(command.words.dropFirst())
    if name == "tee" {
      guard arguments.count == 1, !arguments[0].hasPrefix("-") else {
        throw PipelineText.Failure(
          place: command.place,
          message: "found \(arguments.count) words behind tee, expected a file")
      }
      self = .tee(path: arguments[0])
      return
    }
    guard let tool = Self.tool(named: name),
      !Companion.isNamed(by: arguments, of: name)
    else {
      self = .process(words: command.words)
      return
    }
    let parsed: any ToolCommand
    do {
      parsed = try Tool.parse(tool, arguments, file: file)
    } catch let error as UsageError {
      throw PipelineText.Failure(place: command.place, message: "\(name): \(error.message)")
    }
    switch parsed {
    case let source as any SourceCommand: self = .source(source)
    case let stage as any StageCommand: self = .stage(stage)
    default: self = .process(words: command.words)
    }
    if let side = stage?.sides.first {
      throw PipelineText.Failure(
        place: command.place,
        message: "\(name): found --\(side.name), expected none: what stages of one process say to "
          + "each other goes through no file")
    }
    if let option = resumingOption {
      throw PipelineText.Failure(
        place: command.place,
        message: "\(name): found \(option), expected a run from start to end; "
          + "processes of their own can be stopped and resumed")
    }
  }

  /// The option by which a part would save what it remembers, or go on from there: all parts of a
  /// text begin and end together.
  private var resumingOption: String? {
    switch self {
    case .source(let source): source.going.after.map { _ in "--after" }
    case .stage(let stage): stage.checkpoints.isAsked ? "--checkpoint" : nil
    case .tee, .process: nil
    }
  }

  /// The options of a stream, for the parts that have them.
  var stream: StreamOptions? {
    switch self {
    case .source(let source): source.stream
    case .stage(let stage): stage.stream
    case .tee, .process: nil
    }
  }

  /// `nil` for what is no stage of ours.
  package var stage: (any StageCommand)? {
    if case .stage(let stage) = self { return stage }
    return nil
  }

  /// The file of a `tee`; `nil` for what is none.
  package var tee: String? {
    if case .tee(let path) = self { return path }
    return nil
  }

  /// The files that it reads and writes, by the names in its words.
  var places: FilePlaces {
    get throws {
      switch self {
      case .source(let source): try FilePlaces(of: source)
      case .stage(let stage): try FilePlaces(of: stage)
      case .tee: FilePlaces(reads: [], writes: [])
      case .process(let words): FilePlaces(reads: words, writes: [])
      }
    }
  }

  var isProcess: Bool {
    if case .process = self { return true }
    return false
  }
}
