import ArgumentParser
import Logging
import SFCore
import SFEngine
import SFRisk
import SFRun
import SFTool

/// `sf-risk`: stands between trader and venue, and lets out what its rules allow.
public struct RiskCommand: StageCommand, JoiningCommand {
  public static let examples = [
    Example(
      "A backtest that stops after a loss of 12 %, and what the gate refused",
      "sf-backtest 'sf-ingest --synthetic --bars 5000 | sf-features sma:20 sma:50 | sf-detect sma_cross:20,50 | sf-strategy --exit tp_sl | tee /tmp/gated.jsonl | sf-risk --rule position:0.05 --rule drawdown:0.12,action=flatten' | sf-cat --type refusal"
    ),
    Example("What the trader made of it", "sf-report /tmp/gated.jsonl"),
    Example("Every rule, with parameters", "sf-risk --list"),
  ]

  public static let configuration = toolConfiguration(
    "sf-risk", "Lets through what its rules allow, whoever asks.",
    more: """
      Reads the orders and cancels of a trader, the market (--market) and what the venue answers
      (--answers). Writes what it lets through, perhaps less than was asked for, exits of its own,
      a refusal for each 'no' and an alert for each change of state; passes on header, gap, mark
      and end, and nothing else. Exits and cancels always pass.

      In the text of sf-backtest, sf-sweep, sf-walk and sf-session it stands behind sf-strategy,
      and gets market and answers from there.
      """)

  @OptionGroup(title: "Rules") var risk: RiskOptions
  @OptionGroup(title: "Rules") var listing: ListOptions
  @OptionGroup(title: "Inputs") var inputs: RiskInputs
  @OptionGroup(title: "Stream") public var stream: StreamOptions
  @OptionGroup(title: "Checkpoints") public var checkpoints: CheckpointOptions
  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  @Argument(help: ArgumentHelp("What the trader writes, - for standard input.", valueName: "file"))
  public var inputPath = "-"

  public init() {}

  /// What a gate passes on of the trader's stream: the frame, and what the market lacks.
  static let forwards = LineTypes([.header, .gap, .mark, .end])

  public var sides: [SidePath] {
    RiskStage.Side.allCases.compactMap { side in
      inputs.path(of: side).map { SidePath(side.rawValue, path: $0, reads: side.reads) }
    }
  }

  public func makeLink(_ log: Logger) throws -> Chain.Link {
    let (rules, specs) = try risk.rules()
    let terms = try risk.terms()
    let stage = RiskStage(rules, terms: terms, explains: risk.explain) {
      path throws(StageError) in
      do { return try LotsFile.read(path) } catch {
        guard let error = error as? any ReportableError else { throw StageError(.bug, "\(error)") }
        let place = error.location.map { "\($0): " } ?? ""
        throw StageError(error.exitStatus, place + error.message, help: error.help)
      }
    }
    return Chain.Link(stage, entry: entry(specs, terms), forwards: Self.forwards)
  }

  private func entry(_ specs: [String], _ terms: TraderTerms) -> StageEntry {
    StageEntry(
      name: Self.toolName, version: Tool.version, config: risk.settings(specs, terms))
  }

  package static let place = "sf-strategy"
  package static func stands(behind command: any ToolCommand) -> Bool {
    command is StrategyCommand
  }

  package func join(
    _ links: inout [Chain.Link], written: Bool, slice: Bool
  ) throws {
    guard let last = links.indices.last, var trading = links[last].stage as? TradingStage else {
      throw ConfigurationError("", "found no sf-strategy before it, expected one")
    }
    let (rules, specs) = try risk.rules()
    let terms = try risk.terms()
    if let trader = links[last].entry { _ = try terms.joined(with: Header(stages: [trader])) }
    try trading.stand(behind: rules, explains: risk.explain, written: written, slice: slice)
    links[last].stage = trading
    guard written else { return }
    links[last].parts.append(
      Chain.Link.Part(entry: entry(specs, terms), forwards: Self.forwards))
  }

  public func run(_ log: Logger) throws -> ExitStatus {
    if listing.list {
      try listing.show([ListedCatalog(riskRuleCatalog)], names: inputPath == "-" ? [] : [inputPath])
      return .done
    }
    // One that lacks an input would let through what it should not, or wait for ever.
    guard sides.count == RiskStage.Side.allCases.count else {
      throw UsageError(
        "found no --\(inputs.market == nil ? "market" : "answers"), expected the market and what the "
          + "venue answers", help: "in the text of sf-backtest and sf-session it has both")
    }
    return try runStage(log)
  }
}

/// What `sf-risk` reads beside the trader's stream.
struct RiskInputs: ParsableArguments {
  @Option(help: ArgumentHelp("The stream of the market: bars and quotes.", valueName: "file"))
  var market: String?

  @Option(
    help: ArgumentHelp(
      "What the venue answers: fills, refusals, orders that others gave, what a person says.",
      valueName: "file"))
  var answers: String?

  init() {}

  func path(of side: RiskStage.Side) -> String? {
    switch side {
    case .market: market
    case .answers: answers
    }
  }
}
