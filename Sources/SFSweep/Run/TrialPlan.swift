import SFCommands
import SFCore
import SFEngine
import SFFeatures
import SFReport
import SFTool
import SFRun

/// The pipeline of one trial: of our tools alone, or with a program that is not ours.
enum TrialPipeline {
  case own(TrialPlan)
  case foreign(ProcessPipeline)

  init(_ text: String, _ commands: inout CommandCache) throws {
    let parsed = try PipelineText(text)
    if let output = parsed.output {
      throw PipelineText.Failure(
        place: parsed.commands[0].place,
        message: "found '> \(output)', which every trial would write")
    }
    let parts = try parsed.commands.map { try commands.part($0) }
    for (command, part) in zip(parsed.commands, parts) {
      let file = part.files.first.map { "'\(command.words[0])' with the file '\($0)'" }
      guard let found = part.tee.map({ "'tee \($0)'" }) ?? file else { continue }
      throw PipelineText.Failure(
        place: command.place, message: "found \(found), which every trial would write")
    }
    try BacktestGate.check(parts, parsed.commands)
    let joining = parts.compactMap(\.joining)
    let stages = parts.dropFirst().filter { $0.joining == nil }.compactMap(\.stage)
    if case .source(let source) = parts[0], source.neverWaits, parsed.input == nil,
      stages.count + joining.count == parts.count - 1
    {
      self = .own(try TrialPlan(parsed, source, stages, joining, &commands))
    } else {
      self = .foreign(try ProcessPipeline(parsed, parts, commands))
    }
  }
}

/// The pipeline of one trial, parsed as its tools would parse it.
struct TrialPlan {
  /// The words of the command that reads the market: trials with the same words share it.
  let sourceWords: [String]
  let source: any SourceCommand
  /// The stages behind the source, without the report.
  private(set) var stages: [any StageCommand]
  private let reporting: any StageCommand
  /// The `sf-features` that stands first; `nil` when there is none whose columns can be shared.
  let features: Features?
  /// The place of the strategy among the stages; `nil` when there is none.
  let strategy: Int?
  private let strategyCommand: PipelineText.Command?
  /// What takes its turns in the stage of the strategy: its gate, its venue.
  private let joining: [any JoiningCommand]
  /// What the strategy begins with; 0 when there is none.
  private(set) var capital: Price
  /// Whether it is the book of one symbol among several.
  private(set) var isShare = false
  /// Whether what is held at its end is sold there.
  private var isSlice = false

  struct Features {
    /// What it says of itself in the header.
    let entry: StageEntry?
    /// Its specs without their names.
    let specs: [String]
  }

  fileprivate init(
    _ parsed: PipelineText, _ source: any SourceCommand, _ stages: [any StageCommand],
    _ joining: [any JoiningCommand], _ commands: inout CommandCache
  ) throws {
    var stages = stages
    let own = stages.last is ReportCommand ? stages.removeLast() : nil
    reporting = try own ?? commands.report()
    sourceWords = parsed.commands[0].words
    self.source = source
    self.joining = joining
    strategy = stages.lastIndex { $0 is StrategyCommand }
    strategyCommand = strategy.map { parsed.commands[$0 + 1] }
    capital = try strategy.flatMap { try stages[$0].capital } ?? .zero
    self.stages = stages
    features = try Self.features(stages.first)
  }

  /// The link of its report, new at each use.
  var report: Chain.Link { get throws { try reporting.makeLink(.silent) } }

  /// The same, with the strategy on other terms.
  func on(_ terms: TradingTerms, _ commands: inout CommandCache) throws -> TrialPlan {
    guard !terms.isUsual else { return self }
    guard let strategy, let strategyCommand, strategy == stages.count - 1 else {
      throw TradingTerms.noStrategy
    }
    var plan = self
    guard case .stage(let stage) = try commands.part(strategyCommand, on: terms) else {
      preconditionFailure("sf-strategy is a stage")
    }
    plan.stages[strategy] = stage
    plan.capital = terms.capital ?? capital
    plan.isShare = terms.isShare
    plan.isSlice = terms.closesAtEnd
    return plan
  }

  /// The links of its stages from one on, new at each use. Gate and venue are heard by the trader
  /// alone: a report is of what that one did.
  func links(from first: Int) throws -> [Chain.Link] {
    var links: [Chain.Link] = []
    for index in stages.indices.dropFirst(first) {
      links.append(try stages[index].makeLink(.silent))
      guard index == strategy else { continue }
      for part in joining { try part.join(&links, written: false, slice: isSlice) }
    }
    return links
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

extension StageCommand {
  /// What an sf-strategy begins with; `nil` for any other stage.
  var capital: Price? {
    get throws { try (self as? StrategyCommand)?.startingCapital }
  }
}
