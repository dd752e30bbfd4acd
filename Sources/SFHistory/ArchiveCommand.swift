import ArgumentParser
import Logging
import SFBinance
import SFBinanceREST
import SFCommands
import SFCore
import SFIngest
import SFRun
import SFStore
import SFTool
import SFTransport

/// `sf-ingest archive`: the files of data.binance.vision as a stream of bars.
public struct ArchiveCommand: SourceCommand {
  public static let examples = [
    Example(
      "What would be fetched for three months and a day",
      "sf-ingest archive https://data.binance.vision --symbols BTCUSDT --interval 1h "
        + "--from 2024-01-01 --to 2024-04-02 -n"),
    Example(
      "The same of perpetuals",
      "sf-ingest archive https://data.binance.vision --market futures/um --symbols BTCUSDT "
        + "--interval 1h --from 2024-01-01 --to 2024-04-02 -n"),
    Example(
      "From a mirror",
      "sf-ingest archive https://mirror.example/data/spot --symbols BTCUSDT,ETHUSDT "
        + "--interval 1d --from 2024-01-01 --to 2024-02-01 -n"),
  ]

  public static let configuration = toolConfiguration(
    "sf-ingest-archive", "Turns archives of Binance's klines or trades into a stream of bars.",
    more: """
      PLACE is a directory (all archives below it), one archive, or the URL of a
      server. Archives are told by their names: SYMBOL-INTERVAL-YEAR-MONTH.zip,
      or -DAY.zip behind the month. Of a server those are fetched that
      --symbols, --interval, --from and --to ask for: months, and days where a
      month is not whole or not there.

      Of --data trades and --data aggTrades, named SYMBOL-trades-… and
      SYMBOL-aggTrades-…, bars are made as --interval says: of a length up to
      1d, or 100t (so many trades), 5vol (so much of the base asset),
      1000000dollar (so much of the quote currency), 25range (high - low).

      Each archive is compared with the SHA-256 in the .CHECKSUM beside it, and
      with its own CRC-32. Times may be milliseconds or microseconds.
      """)

  @Argument(help: ArgumentHelp("Directories, archives or URLs.", valueName: "place"))
  var places: [String] = []

  @OptionGroup(title: "Bars") var span: SpanOptions

  @Option(help: "The market on a server: spot, futures/um or futures/cm.")
  var market = "spot"

  @Option(help: "What the archives have: klines, trades or aggTrades.")
  var data = ArchiveData.Kind.klines

  @Flag(help: "Of a server fetch days only: a month of trades may have 4 GiB, which is refused.")
  var daily = false

  @Flag(help: "Take archives that have no .CHECKSUM beside them.")
  var unverified = false

  @Option(
    help: ArgumentHelp(
      "Of two bars of one time that disagree keep the first or the last. [default: an error]",
      valueName: "which"),
    transform: ReadingOptions.conflictRule)
  var onConflict: ConflictRule?

  @Flag(name: [.customShort("n"), .long], help: "Print the archives in order and read none.")
  var dryRun = false

  @Option(
    help: ArgumentHelp("Keep the bars in this store, a file of SQLite.", valueName: "store"),
    transform: StoreOptions.address)
  var store: StoreAddress?

  @OptionGroup(title: "Network") var network: NetworkOptions
  @OptionGroup(title: "Stream") public var stream: StreamOptions
  @OptionGroup(title: "Stream") public var going: AfterOptions

  @Option(help: "Show progress on standard error: auto (on a terminal), json or never.")
  var progress = ProgressMode.auto

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  private var clock: SystemClock { SystemClock() }

  public init() {}

  public var neverWaits: Bool { store == nil }

  public func run(_ log: Logger) throws -> ExitStatus {
    guard dryRun else { return try runSource(log) }
    for sequence in try plan(log).sequences {
      for place in sequence { print(place.path) }
    }
    return .done
  }

  public func makeSource(_ log: Logger) throws -> any StepSource {
    let plan = try plan(log)
    let shelf: any ArchiveShelf =
      isOnServer
      ? WebShelf(try network.courier(BinanceRules(), clock, log)) : DirectoryShelf()
    let position = ReadPosition()
    let sources = plan.sequences.map { source(of: $0, on: shelf, position, log) }
    var options = IngestOptions()
    options.interval = plan.sequences.first?.first?.name.data.interval ?? span.asked
    options.resampling = data == .klines ? span.resampling : nil
    for (source, sequence) in zip(sources, plan.sequences) {
      guard let first = sequence.first?.name, let last = sequence.last?.name else { continue }
      options.archives[source.name] = .init(
        symbol: first.symbol, span: first.span.lowerBound..<last.span.upperBound)
    }
    options.from = span.from
    options.to = span.to
    options.onConflict = onConflict
    options.skippable = stream.errors.policy.skipped
    let meter = ProgressMeter(
      progress, tool: Self.toolName, writesToStandardOutput: stream.output == "-", position,
      clock)
    let ingest = Ingest(sources, options)
    return ArchiveSteps(
      IngestSource(ingest, entry: entry, keeper: try keeper(), progress: meter, log: log), sources)
  }

  /// What keeps the bars of the run; `nil` without a store.
  private func keeper() throws -> BarKeeper? {
    guard let store else { return nil }
    let rule = onConflict.flatMap { StoreConflictRule(rawValue: $0.rawValue) }
    return BarKeeper(try Stores.open(store, for: .writing), .spot, rule)
  }

  private func source(
    of sequence: [ArchivePlace], on shelf: any ArchiveShelf, _ position: ReadPosition, _ log: Logger
  ) -> ArchiveSource {
    let days: ((ArchivePlace) -> [ArchivePlace])? =
      isOnServer ? { ArchivePlan.days(of: $0, root: root, before: end) } : nil
    let source = ArchiveSource(sequence, on: shelf, isVerified: !unverified, days: days)
    position.expect(sequence.count)
    source.onRead = { position.count($0) }
    source.onAbsent = { log.warning("\($0.path) is not there") }
    return source
  }

  // MARK: Which

  private var isOnServer: Bool { places.contains { $0.contains("://") } }
  private var root: String { WebShelf.root(of: places[0], market: market) }
  /// Archives end with yesterday.
  private var end: Timestamp {
    min(span.to ?? .latest, Timestamp(milliseconds: clock.time.day * Timestamp.millisecondsPerDay))
  }

  private func plan(_ log: Logger) throws -> ArchivePlan {
    guard !places.isEmpty else {
      throw UsageError("found no place, expected a directory, an archive or a URL")
    }
    try checkInterval()
    let plan = isOnServer ? try planOnServer() : try planOfFiles()
    guard !plan.sequences.allSatisfy(\.isEmpty) else {
      throw TransportError(
        .noInput, "no archive that is asked for is in \(places.joined(separator: ", "))",
        help: data == .klines
          ? "they are named like BTCUSDT-1m-2024-01.zip; those of trades go with --data trades"
          : "they are named like BTCUSDT-\(data)-2024-01.zip")
    }
    for place in plan.left { log.info("\(place.path) is left out: its bars are in another") }
    return plan
  }

  /// Of trades bars are made that fit into a day, so that no archive covers a part of one.
  private func checkInterval() throws(UsageError) {
    guard data != .klines else {
      try span.checkIntervalIsTimed()
      if store != nil { try span.checkIntervalIsAsked(with: "--store") }
      return
    }
    guard let interval = span.interval, PrintRule(interval) != nil,
      interval.milliseconds ?? 0 <= Timestamp.millisecondsPerDay
    else {
      throw UsageError(
        "found \(span.interval.map { "--interval \($0)" } ?? "no --interval"), expected which bars "
          + "to make of \(data): --interval \(PrintRule.examples)")
    }
  }

  private func planOfFiles() throws -> ArchivePlan {
    try ArchivePlan(
      places.flatMap { try DirectoryShelf.places(in: $0) }, data, symbols: span.symbols,
      interval: span.asked, from: span.from, to: span.to)
  }

  private func planOnServer() throws -> ArchivePlan {
    guard places.count == 1 else {
      throw UsageError("found \(places.count) places, expected one where one is a URL")
    }
    try NetworkOptions.check(address: places[0])
    guard let symbols = span.symbols, let interval = span.asked, let from = span.from else {
      throw UsageError("a server needs --symbols, --interval and --from")
    }
    guard from < end else { throw UsageError("--from \(from) must be before \(end)") }
    let wanted: ArchiveData =
      switch data {
      case .klines: .klines(interval)
      case .trades: .trades
      case .aggTrades: .aggTrades
      }
    return ArchivePlan(root: root, symbols: symbols, wanted, span: from..<end, byDay: daily)
  }

  /// What the tool says of itself in the header.
  private var entry: StageEntry {
    StageEntry(
      name: Self.toolName, version: Tool.version,
      config: [Setting("places", places)] + span.settings + [
        Setting("market", market), Setting("data", data.rawValue),
        Setting("unverified", unverified),
        Setting("on_conflict", onConflict?.rawValue),
      ] + stream.errors.settings)
  }
}

extension ArchiveData.Kind: ExpressibleByArgument {}
