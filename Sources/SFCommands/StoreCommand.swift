import ArgumentParser
import Logging
import SFCore
import SFIngest
import SFStore
import SFTool
import SFTransport
import SFWire
import SFRun

/// `sf-store`: what is in a store, whether it is sound, and moving it to another.
public struct StoreCommand: ToolCommand {
  public static let examples = [
    Example(
      "what is in a store: symbols, from when to when, what is missing",
      "sf-ingest --synthetic --store market.db --output bars.jsonl && sf-store info market.db"),
    Example("is it sound", "sf-store check market.db"),
    Example(
      "all of it into another store, of whatever kind",
      "sf-store export market.db | sf-store import copy.db"),
  ]
  public static let configuration = toolConfiguration(
    "sf-store", "Looks into a store of market data, checks it, and moves it.",
    more: """
      ACTIONS:
        sf-store info STORE           datasets: rows, first and last, gaps; the size
        sf-store check STORE          the file and each row; exit 1 on a finding
        sf-store vacuum STORE         gives back room that is not needed
        sf-store export STORE         all of it as lines of JSON, on standard output
        sf-store import STORE [FILE]  adds such lines, from a file or standard input;
                                      or CSV of trades, or of best bids and asks

      STORE is a file of SQLite, or postgres://user@host/name.

      CSV is packed or not. Trades have id, price, quantity, time and side (or
      is_buyer_maker), or are those of Binance's archives; quotes have update_id,
      bid_price, bid_quantity, ask_price, ask_quantity and a time, or are bookTicker
      archives. They go into the tables trades and book_ticker.

      Times are those of the open of a bar. A gap is missing between two bars; it is
      known when the source itself lacks it. One process writes to a store; any
      number read meanwhile.
      """)

  enum Action: String, CaseIterable, ExpressibleByArgument {
    case info, check, vacuum, export, `import`
  }

  @Argument(help: "What to do.")
  var action: Action?

  @Argument(help: "The store.", transform: StoreOptions.address)
  var store: StoreAddress?

  @Argument(help: "To import: an export, or CSV; - for standard input (the default).")
  var file: String?

  @Flag(help: "With info: a line of JSON for each dataset.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "To import: of two rows of one time that disagree keep the first or the last. "
        + "[default: an error]", valueName: "which"))
  var onConflict: StoreConflictRule?

  @Option(
    help: "To import CSV: the symbol of all rows. [default: the column, else the file's name]",
    transform: ReadingOptions.symbol)
  var symbol: Symbol?

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public func validate() throws {
    if let action, action != .import {
      if let file { throw ValidationError("'\(file)': only import takes a second file") }
      if symbol != nil { throw ValidationError("--symbol goes with import") }
      if onConflict != nil { throw ValidationError("--on-conflict goes with import") }
    }
    if json, let action, action != .info { throw ValidationError("--json goes with info") }
  }

  public func run(_ log: Logger) throws -> ExitStatus {
    guard let action, let store else {
      let expected = Action.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError(
        action == nil ? "no action was given, expected \(expected)" : "no store was given",
        help: "for example: sf-store info market.db")
    }
    try Interruption.install(grace: 5)
    let output = LineOutput(try Endpoint.open(output: "-"))
    switch action {
    case .info:
      try output.write(
        try StoreInfo(Stores.open(store, for: .reading)).text(isJSON: json))
    case .check:
      let findings = try Stores.open(store, for: .reading).check()
      for finding in findings { try output.write(finding.shown(most: .max) + "\n") }
      try output.flush()
      return findings.isEmpty ? .done : .found
    case .vacuum:
      // To open a store for writing makes one that is not there.
      _ = try Stores.open(store, for: .reading)
      let opened = try Stores.open(store, for: .writing)
      let before = try opened.size()
      try opened.vacuum()
      let after = try opened.size()
      log.notice("'\(opened.name)' took \(before) bytes, takes \(after)")
    case .export:
      try StoreDump(try Stores.open(store, for: .reading), output).write()
    case .import:
      let (name, appended) = try add(to: store, output)
      log.notice("\(appended.text(in: name, "row"))")
    }
    try output.flush()
    return Interruption.isRequested ? Interruption.exitStatus : .done
  }
}

extension StoreCommand {
  /// Adds an export, whose lines are JSON, or CSV. What is neither makes no store.
  private func add(
    to address: StoreAddress, _ output: LineOutput
  ) throws -> (store: String, Appended) {
    let unpacked = try Endpoint.open(
      input: file ?? "-", stop: Interruption.descriptor,
      ifTerminal: UsageError(
        "found a terminal, expected an export or CSV on standard input",
        help: "give a file, or a stream: sf-store export market.db | …"))
    var byte: UInt8 = 0
    let count = try withUnsafeMutableBytes(of: &byte) { try unpacked.read(into: $0) }
    let whole = ReturnedSource(unpacked, count == 0 ? [] : [byte])
    guard count > 0, byte != UInt8(ascii: "{") else {
      guard symbol == nil else { throw UsageError("--symbol goes with CSV, found an export") }
      let input = LineInput(whole, output: output)
      try StoreDumpReader.readStart(input)
      let store = try Stores.open(address, for: .writing)
      var reader = StoreDumpReader(store, onConflict)
      try reader.read(input)
      return (store.name, reader.appended)
    }
    do {
      let ticks = try TickFile(whole, symbol: symbol)
      let store = try Stores.open(address, for: .writing)
      var reader = TickReader(store, onConflict)
      try reader.read(ticks)
      return (store.name, reader.appended)
    } catch let error as IngestError {
      throw InputError(error)
    }
  }
}

extension StoreConflictRule: ExpressibleByArgument {}
