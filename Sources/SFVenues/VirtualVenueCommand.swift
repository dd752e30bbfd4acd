import ArgumentParser
import Logging
import SFCommands
import SFCore
import SFLedger
import SFRun
import SFTool
import SFTransport

/// `sf-broker virtual`: fills orders from the bars of a market, and from no other.
struct VirtualVenueCommand: ToolCommand {
  static let examples = VirtualVenueOptions.examples

  static let configuration = toolConfiguration(
    "sf-broker virtual", "Fills orders from the bars of a market, and answers.",
    more: """
      Reads orders of sf-strategy or sf-risk, and the market beside them; writes
      what becomes of them: account, fill, refusal, and orders that somebody else
      than the strategy gave. At a mark it answers what the market has made of the
      orders before, then takes the orders of that mark. It ends with the market,
      and refuses what waits then (end_of_data).

      Capital, costs, lots and interval are those of the sf-strategy in the header
      of the orders; the options below are for orders of another program, and must
      not say anything else beside it.

      In the text of sf-backtest, sf-sweep, sf-walk and sf-session it stands behind
      sf-strategy or sf-risk, and gets the market from there.

      With --ledger all of it is written down before it is answered, and a venue
      that was killed goes on behind the mark of --after: nothing is filled twice,
      nothing is lost. Persons then have a say: sf-broker halt, reduce, resume,
      exit, cancel, settle.
      """)

  @OptionGroup var venue: VirtualVenueOptions
  @OptionGroup(title: "Messages") var talk: TalkOptions
  @OptionGroup(title: "Configuration") var configured: ConfigurationOptions

  func run(_ log: Logger) throws -> ExitStatus {
    guard let market = venue.market else {
      throw UsageError(
        "no market was given, expected --market FILE", help: "a stream with the bars of the orders"
      )
    }
    let ledger = try openLedger()
    let turns = try VirtualTurns(venue, ledger: ledger, SystemClock())
    let after = venue.going.after
    if let after, turns.done == nil {
      throw ConfigurationError(
        "--after \(after)",
        "needs what was done up to there, and '\(venue.keeping.ledger ?? "")' has nothing",
        help: LedgerError.halted)
    }
    try Interruption.install(grace: venue.stream.graceSeconds)
    // All inputs are opened before one is read: their writers may wait for each other.
    let orders = try venue.stream.source("orders", venue.inputPath, log)
    let bars = try venue.stream.source("market", market, log)
    let loop = TurnLoop(
      turns, orders: orders, market: bars, to: try Endpoint.open(output: venue.stream.output),
      after: after)
    loop.onWarning = { log.warning("\($0)") }
    let outcome = try loop.run()
    if outcome == .cut { for input in [orders, bars] where input.isCut { log.sayCut(input.name) } }
    return ExitStatus(outcome)
  }

  private func openLedger() throws -> Ledger? {
    guard let path = venue.keeping.ledger else {
      guard venue.going.after == nil else { throw UsageError("--after goes with --ledger") }
      return nil
    }
    do {
      return try Ledger(path, .venue(syncs: venue.keeping.ledgerSync == .always))
    } catch let error as LedgerError { throw error.halting }
  }
}

extension LedgerError {
  /// A venue that does not know what it has done lets nothing out.
  static let halted =
    "no order leaves: the venue is halted until its ledger is there again"

  /// The same of a ledger that cannot be read, with what that means.
  var halting: LedgerError {
    guard help == nil, exitStatus == .badData || exitStatus == .cannotCreate else { return self }
    return LedgerError(exitStatus, message, help: Self.halted)
  }
}
