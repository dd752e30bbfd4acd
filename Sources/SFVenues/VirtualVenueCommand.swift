import ArgumentParser
import Logging
import SFCore
import SFLedger
import SFRun
import SFTool
import SFTransport

/// `sf-broker virtual`: fills orders from the bars of a market, and from no other.
struct VirtualVenueCommand: ToolCommand {
  static let examples = BrokerCommand.examples

  static let configuration = toolConfiguration(
    "sf-broker virtual", "Fills orders from the bars of a market, and answers.",
    more: """
      Reads orders of sf-strategy or sf-risk, and the market beside them; writes what becomes
      of them: account, fill, refusal, and orders that somebody else than the strategy gave. At
      a mark it answers what the market has made of the orders before, then takes the orders of
      that mark. It ends with the market, and refuses what waits then (end_of_data).

      Capital, costs, lots and interval are those of the sf-strategy in the header of the
      orders; the options below are for orders of another program, and must not say anything
      else beside it.

      With --ledger all of it is written down before it is answered, and a venue that was
      killed goes on behind the mark of --after: nothing is filled twice, nothing is lost.
      Persons then have a say: sf-broker halt, reduce, resume, exit, cancel, settle.
      """)

  @Option(help: ArgumentHelp("The market: a stream with its bars.", valueName: "file"))
  var market: String?

  @Option(
    help: ArgumentHelp(
      "Where a market order fills: next_open, at the open of the next bar; quote, at the best price of the mark at which it was decided, which the market must have.",
      valueName: "place"))
  var fill = MarketFill.nextOpen

  @OptionGroup(title: "Conditions") var conditions: ConditionOptions
  @OptionGroup(title: "Ledger") var keeping: LedgerOptions
  @OptionGroup(title: "Ledger") var going: AfterOptions
  @OptionGroup(title: "Stream") var stream: StreamOptions
  @OptionGroup(title: "Messages") var talk: TalkOptions
  @OptionGroup(title: "Configuration") var configured: ConfigurationOptions

  @Argument(help: ArgumentHelp("The orders, - for standard input.", valueName: "file"))
  var inputPath = "-"

  func run(_ log: Logger) throws -> ExitStatus {
    guard let market else {
      throw UsageError(
        "no market was given, expected --market FILE", help: "a stream with the bars of the orders"
      )
    }
    let ledger = try openLedger()
    let venue = try VirtualTurns(
      fill: fill, conditions: conditions, ledger: ledger, SystemClock())
    if let after = going.after, venue.done == nil {
      throw ConfigurationError(
        "--after \(after)",
        "needs what was done up to there, and '\(keeping.ledger ?? "")' has nothing")
    }
    try Interruption.install(grace: stream.graceSeconds)
    // All inputs are opened before one is read: their writers may wait for each other.
    let orders = try source(inputPath, log)
    let bars = try source(market, log)
    let loop = TurnLoop(
      venue, orders: orders, market: bars, to: try Endpoint.open(output: stream.output),
      after: going.after)
    loop.onWarning = { log.warning("\($0)") }
    let outcome = try loop.run()
    if outcome == .cut { log.error("an input was cut: it has a header and no end") }
    return ExitStatus(outcome)
  }

  private func openLedger() throws -> Ledger? {
    guard let path = keeping.ledger else {
      guard going.after == nil else { throw UsageError("--after goes with --ledger") }
      return nil
    }
    return try Ledger(path, .venue(syncs: keeping.ledgerSync == .always))
  }

  private func source(_ path: String, _ log: Logger) throws -> WireSource {
    WireSource(
      try Endpoint.open(input: path, stop: Interruption.descriptor),
      policy: stream.errors.policy, log: log)
  }
}
