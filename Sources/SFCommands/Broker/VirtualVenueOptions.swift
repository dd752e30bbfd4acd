import ArgumentParser
import SFCore
import SFTool

/// What `sf-broker virtual` is told: as a process, and in a text that runs in one.
package struct VirtualVenueOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The market: a stream with its bars.", valueName: "file"))
  package var market: String?

  @Option(
    help: ArgumentHelp(
      "Where a market order fills: next_open, at the open of the next bar; quote, at the best price of the mark at which it was decided, which the market must have.",
      valueName: "place"))
  package var fill = MarketFill.nextOpen

  @Option(
    help: ArgumentHelp(
      "Refuse an entry (late) that comes so long behind its mark, by the clock of this machine, or more than an interval. Not for a market that has been.",
      valueName: "time"))
  package var maxAge: TimeSpan?

  @OptionGroup(title: "Conditions") package var conditions: ConditionOptions
  @OptionGroup(title: "Ledger") package var keeping: LedgerOptions
  @OptionGroup(title: "Ledger") package var going: AfterOptions
  @OptionGroup(title: "Stream") package var stream: StreamOptions

  @Argument(help: ArgumentHelp("The orders, - for standard input.", valueName: "file"))
  package var inputPath = "-"

  package init() {}

  package func validate() throws {
    if let maxAge, maxAge <= .zero { throw ValidationError("--max-age must be more than 0") }
  }

  /// What stands behind a header, and the conditions that it agrees to.
  package func joined(
    with header: Header
  ) throws -> (entry: StageEntry, conditions: VenueConditions) {
    let agreed = try conditions.conditions(header)
    let entry = StageEntry(
      name: Self.tool, version: Tool.version,
      config: [Setting("venue", "virtual"), Setting("fill", fill.rawValue)] + agreed.settings)
    return (entry, agreed)
  }

  /// The tool whose first word says which venue it is.
  package static let tool = "sf-broker"

  package static let examples = [
    Example(
      "Strategy and venue as processes: what the one orders, the other answers",
      "mkfifo market answers && sf-ingest --synthetic --bars 2000 | tee market | sf-features sma:20 sma:50 | sf-detect sma_cross:20,50 | sf-strategy --exit tp_sl --answers answers | sf-broker virtual --market market | tee answers | sf-cat --type fill"
    ),
    Example(
      "The orders of a run that has been, filled once more",
      "sf-ingest --synthetic --bars 2000 > market.jsonl && sf-features sma:20 sma:50 < market.jsonl | sf-detect sma_cross:20,50 | sf-strategy --exit tp_sl > run.jsonl && sf-broker virtual --market market.jsonl run.jsonl | sf-cat --type fill"
    ),
    Example(
      "What the account holds behind them",
      "sf-broker virtual --market market.jsonl run.jsonl | sf-cat --type account | tail -n 1"),
  ]
}
