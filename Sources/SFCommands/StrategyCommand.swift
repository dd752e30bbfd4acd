import ArgumentParser
import Logging
import SFCore
import SFEngine
import SFStrategy
import SFTool
import SFRun

/// `sf-strategy`: reads bars, features and signals, writes orders and what became of them.
public struct StrategyCommand: StageCommand {
  public static let examples = [
    Example(
      "A market, a crossing of averages, and what trading it brings",
      "sf-ingest --synthetic --bars 5000 | sf-features sma:20 sma:50 | sf-detect sma_cross:20,50 | sf-strategy --exit tp_sl | sf-report"
    ),
    Example(
      "Fills only",
      "sf-ingest --synthetic --bars 5000 | sf-features sma:20 sma:50 | sf-detect sma_cross:20,50 | sf-strategy --exit time:max_bars=30 | sf-cat --type fill"
    ),
    Example("What an exit rule may be told", "sf-strategy --list"),
  ]

  public static let configuration = toolConfiguration(
    "sf-strategy", "Turns signals into orders, fills and an equity curve.",
    more: """
      Reads bars and signals; writes order, fill, position, refusal and equity lines, and passes
      on header, gap, mark, alert, end and unknown types (--forward all: everything).
      A market order decided at a mark fills at the open of the symbol's next bar. Without --exit
      a position stays open to the end.

      Up to --trade-from it learns and adds no line. With --carry it goes on
      with cash, open positions and round trips of a run that has stopped: the
      positions are said at the first mark at which it trades, and close by the
      exits of this run.

      With --answers the venue is another process, sf-broker: fills and refusals
      come from there with the next mark, and only orders leave. Each answer is
      written where it is taken, so that the lines are those of a run that holds
      the venue itself.
      """)

  @OptionGroup(title: "Trading") var trading: TradingOptions
  @OptionGroup(title: "Entries") var entries: EntryOptions
  @OptionGroup(title: "Model") var models: ModelOptions
  @OptionGroup(title: "Beginning") var beginning: BeginningOptions
  @OptionGroup(title: "Stream") public var stream: StreamOptions
  @OptionGroup(title: "Stream") var answering: AnswerOptions
  @OptionGroup(title: "Stream") var forwarding: ForwardOptions
  @OptionGroup(title: "Checkpoints") public var checkpoints: CheckpointOptions
  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  /// Of exit rules, sizers, filters, aggregators and entries.
  @OptionGroup var listing: ListOptions

  @Argument(help: ArgumentHelp("The stream, - for standard input.", valueName: "file"))
  public var inputPath = "-"

  public init() {}

  /// What sf-strategy passes on: a chart or a broker behind it may want more.
  static let forwards = LineTypes([.header, .gap, .mark, .alert, .end, .unknown])

  /// What it begins with, in quote currency; starts no model.
  package var startingCapital: Price {
    get throws { try trading.resolve(entries).configuration.trader.conditions.capital }
  }

  public var sides: [SidePath] { answering.sides }

  public func makeLink(_ log: Logger) throws -> Chain.Link {
    var resolved = try trading.resolve(entries)
    let choice = try models.resolve()
    resolved.configuration.trader.model = choice?.rules
    try answering.check(resolved.configuration, carry: beginning.carry)
    resolved.settings += try beginning.apply(to: &resolved.configuration, log)
    if let capital = resolved.configuration.carried?.equity {
      resolved.settings[0] = Setting("capital", amount: capital)
    }
    for warning in resolved.warnings { log.warning("\(warning)") }
    for notice in resolved.notices { log.notice("\(notice)") }
    let forwards = try forwarding.types(default: Self.forwards)
    if resolved.configuration.trader.exits.isEmpty, !resolved.configuration.trader.closeAtEnd {
      log.warning("no --exit: positions stay open to the end")
    }
    var entry = StageEntry(
      name: Self.toolName, version: Tool.version,
      config: resolved.settings + (choice?.settings ?? [])
        + [Setting("forward", forwarding.forward)])
    var decider: (any Decider)?
    if let choice { (decider, entry) = try choice.open(entry) }
    return Chain.Link(stage(resolved.configuration, decider), entry: entry, forwards: forwards)
  }

  /// The trader with its venue; alone where another process has that.
  private func stage(
    _ configuration: TradingConfiguration, _ decider: (any Decider)?
  ) -> any Stage {
    guard answering.answers == nil else {
      var rules = configuration.trader
      rules.writeLevels()
      var stage = TraderStage(rules)
      if let decider { stage.hand(decider) }
      return stage
    }
    var stage = TradingStage(configuration)
    if let decider { stage.hand(decider) }
    return stage
  }

  public func run(_ log: Logger) throws -> ExitStatus {
    guard listing.list else { return try runStage(log) }
    try listing.show(
      [
        ListedCatalog("Exit rules (--exit)", exitCatalog),
        ListedCatalog("Sizers (--size)", sizerCatalog),
        ListedCatalog("Filters (--filter)", filterCatalog),
        ListedCatalog("Aggregators (--aggregate)", aggregatorCatalog),
        ListedCatalog("Entries (--entry)", entryCatalog),
      ], names: inputPath == "-" ? [] : [inputPath])
    return .done
  }
}
