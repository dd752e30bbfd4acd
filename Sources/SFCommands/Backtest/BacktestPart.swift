import ArgumentParser
import SFCore
import SFEngine
import SFTool

/// One command of a pipeline's text, as it is run.
package enum BacktestPart {
  case source(any SourceCommand)
  case stage(any StageCommand)
  /// The venue behind a strategy, as a tool of its own.
  case venue(VirtualVenuePart)
  /// `tee FILE`: the lines of this place, written to a file.
  case tee(path: String)
  /// Any other program, which runs as a process.
  case process(words: [String])

  /// The tools that run in this process, by name.
  private static let tools: [any ToolCommand.Type] = [
    IngestCommand.self, FeaturesCommand.self, DetectCommand.self, LabelCommand.self,
    StrategyCommand.self, RiskCommand.self, VirtualVenuePart.self, ReportCommand.self,
  ]

  /// What variables and files say to a command of ours; nothing to any other.
  package static func configuredWords(of command: [String], file: String?) throws -> [String] {
    guard let (tool, _) = tool(of: command) else { return [] }
    return try Configuration.words(saidElsewhereTo: tool, file: file)
  }

  private static func name(of command: String) -> String {
    command.split(separator: "/").last.map(String.init) ?? command
  }

  /// The tool that a command is, and what it is told: its name may have a second word.
  private static func tool(
    of command: [String]
  ) -> (tool: any ToolCommand.Type, arguments: [String])? {
    let (name, arguments) = (name(of: command[0]), Array(command.dropFirst()))
    for tool in tools {
      if tool.toolName == name { return (tool, arguments) }
      if let word = arguments.first, tool.toolName == "\(name) \(word)" {
        return (tool, Array(arguments.dropFirst()))
      }
    }
    return nil
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
    guard let (tool, own) = Self.tool(of: command.words),
      !Companion.isNamed(by: arguments, of: name)
    else {
      if name == VirtualVenueOptions.tool {
        throw UsageError(
          "found '\(command.words.prefix(2).joined(separator: " "))' in the text, expected "
            + "\(VirtualVenuePart.toolName): no exchange takes the orders of a backtest",
          help: "a session is backtested by its text with \(VirtualVenuePart.toolName)")
      }
      self = .process(words: command.words)
      return
    }
    let parsed: any ToolCommand
    do {
      parsed = try Tool.parse(tool, own, file: file)
    } catch let error as UsageError {
      throw PipelineText.Failure(place: command.place, message: "\(name): \(error.message)")
    }
    switch parsed {
    case let source as any SourceCommand: self = .source(source)
    case let stage as any StageCommand: self = .stage(stage)
    case let part as VirtualVenuePart: self = .venue(part)
    default: self = .process(words: command.words)
    }
    if let side {
      throw PipelineText.Failure(
        place: command.place,
        message: "\(name): found --\(side), expected none: what stages of one process say to "
          + "each other goes through no file")
    }
    if let option = resumingOption {
      throw PipelineText.Failure(
        place: command.place,
        message: "\(name): found \(option), expected a run from start to end; "
          + "processes of their own can be stopped and resumed")
    }
  }

  /// An input beside the main one that it was told of.
  private var side: String? {
    switch self {
    case .stage(let stage): stage.sides.first?.name
    case .venue(let part): part.venue.market.map { _ in "market" }
    case .source, .tee, .process: nil
    }
  }

  /// The option by which a part would save what it remembers, or go on from there: all parts of a
  /// text begin and end together.
  private var resumingOption: String? {
    switch self {
    case .source(let source): source.going.after.map { _ in "--after" }
    case .stage(let stage): stage.checkpoints.isAsked ? "--checkpoint" : nil
    case .venue(let part):
      part.venue.keeping.ledger.map { _ in "--ledger" }
        ?? part.venue.going.after.map { _ in "--after" }
    case .tee, .process: nil
    }
  }

  /// The options of a stream, for the parts that have them.
  var stream: StreamOptions? {
    switch self {
    case .source(let source): source.stream
    case .stage(let stage): stage.stream
    case .venue(let part): part.venue.stream
    case .tee, .process: nil
    }
  }

  /// `nil` for what is no stage of ours.
  package var stage: (any StageCommand)? {
    if case .stage(let stage) = self { return stage }
    return nil
  }

  /// The tool of ours that it is behind the start; `nil` for anything else.
  var command: (any ToolCommand)? {
    switch self {
    case .stage(let stage): stage
    case .venue(let part): part
    case .source, .tee, .process: nil
    }
  }

  /// What takes its turns in the stage of the strategy before it; `nil` for anything else.
  package var joining: (any JoiningCommand)? { command as? any JoiningCommand }

  /// What a stage that is not the first must not name; `nil` for what has no input of its own.
  var inputPath: String? {
    switch self {
    case .stage(let stage): stage.inputPath
    case .venue(let part): part.venue.inputPath
    case .source, .tee, .process: nil
    }
  }

  /// The files that it writes.
  package var files: [String] {
    switch self {
    case .stage(let stage): stage.files
    case .venue(let part): part.venue.stream.output == "-" ? [] : [part.venue.stream.output]
    case .source, .tee, .process: []
    }
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
      case .venue(let part): try FilePlaces(of: part)
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
