import ArgumentParser
import Logging
import SFBinanceDesk
import SFBinanceOrders
import SFCommands
import SFCore
import SFLedger
import SFRun
import SFSocket
import SFTool
import SFTransport

/// `sf-broker binance`: takes orders to Binance's spot market.
struct BinanceVenueCommand: ToolCommand {
  static let examples = [
    Example(
      "What would be asked of the exchange, of orders that have been",
      "sf-broker binance -n --symbols BTCUSDT --market market.jsonl run.jsonl"),
    Example(
      "A session at the testnet",
      "sf-session run -f pipelines/live.sh --dir live"),
    Example("What it has let out, and what has become of it", "sf-broker orders live"),
  ]

  static let configuration = toolConfiguration(
    "sf-broker binance", "Takes orders to Binance's spot market, and answers.",
    more: """
      Reads orders of sf-strategy or sf-risk, and the market beside them, which must
      have best prices; writes what becomes of the orders, as sf-broker virtual
      does. By default it is the testnet that is traded at.

      Each order is in the ledger before a byte of it leaves. What got no answer is
      asked for, never guessed and never sent twice; exits are sent until they have
      filled. Who is killed goes on where the ledger ends, asks the exchange for all
      that has happened since, and buys nothing until both agree.

      Entries are LIMIT IOC orders at the ask and a little more, exits LIMIT IOC
      orders below the bid, then MARKET. Nothing is sold short.

      --venue live, or any address that is not this machine's, the testnet's or the
      demo's, asks for the proofs of --gate and --testnet, for an sf-risk before it,
      and for ceilings.
      """)

  @OptionGroup var venue: BinanceVenueOptions
  @OptionGroup(title: "Messages") var talk: TalkOptions
  @OptionGroup(title: "Configuration") var configured: ConfigurationOptions

  func run(_ log: Logger) throws -> ExitStatus {
    guard let market = venue.market else {
      throw UsageError(
        "no market was given, expected --market FILE", help: "a stream with the bars of the orders"
      )
    }
    let signer = venue.dryRun ? nil : try venue.place.signer()
    let ledger = try openLedger()
    let memory = try ledger?.memory().map {
      try MemoryDecoder.value(BinanceMemory.self, of: $0.bytes)
    }
    if let after = venue.going.after, memory?.done == nil {
      throw ConfigurationError(
        "--after \(after)",
        "needs what was done up to there, and '\(venue.keeping.ledger ?? "")' has nothing",
        help: LedgerError.halted)
    }
    try Interruption.install(grace: venue.stream.graceSeconds)
    let orders = try venue.stream.source("orders", venue.inputPath, log)
    let bars = try venue.stream.source("market", market, log)
    let opening = BinanceOpening(venue, signer, ledger, memory, log)
    let turns = BinanceTurns(venue, ledger: ledger, memory) { try opening.open($0) }
    let output = venue.dryRun && venue.stream.output == "-" ? "/dev/null" : venue.stream.output
    let loop = TurnLoop(
      turns, orders: orders, market: bars, to: try Endpoint.open(output: output),
      after: venue.going.after)
    loop.onWarning = { log.warning("\($0)") }
    defer { opening.close() }
    let outcome = try loop.run()
    if outcome == .cut { for input in [orders, bars] where input.isCut { log.sayCut(input.name) } }
    return ExitStatus(outcome)
  }

  private func openLedger() throws -> Ledger? {
    guard let path = venue.keeping.ledger else {
      guard venue.dryRun else {
        throw UsageError(
          "no ledger was given, expected --ledger FILE",
          help: "an order is written down before it leaves")
      }
      return nil
    }
    // Who tries has nothing to write down.
    guard !venue.dryRun else { throw UsageError("--dry-run goes without --ledger") }
    do {
      return try Ledger(path, .venue(syncs: venue.keeping.ledgerSync == .always))
    } catch let error as LedgerError { throw error.halting }
  }
}
