import ArgumentParser
import Logging
import SFCore
import SFIngest
import SFStore
import SFTool
import SFTransport
import SFWire
import SFRun

/// `sf-ingest`: reads market data, writes bars, gaps and marks.
public struct IngestCommand: SourceCommand {
  public static let examples = [
    Example(
      "A made-up market of two symbols, the same on every run",
      "sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT --bars 1000 --seed 7"),
    Example(
      "CSV on standard input; the symbol and the interval are given",
      """
      printf 'date,open,high,low,close\\n2026-01-05,1.1,1.3,1.0,1.2\\n' |
          sf-ingest - --symbol EURUSD --interval 1d
      """),
    Example(
      "One hour of lines that were saved before",
      """
      sf-ingest --synthetic --bars 180 > bars.jsonl &&
          sf-ingest bars.jsonl --from 2024-01-01T01:00 --to 2024-01-01T02:00
      """),
  ]

  public static let configuration: CommandConfiguration = toolConfiguration(
    "sf-ingest", "Turns market data into a stream of bars, in order of time.",
    more: """
      INPUT, told by its content, also when packed with gzip:
        CSV     with a header: timestamp (or timestamp_ms, open_time, datetime,
                time, date, an unnamed first column), open, high, low, close; if
                there volume, symbol (or pair) and the market fields
                \(fieldList("          "))
        klines  archives of Binance: twelve columns without a header
        JSON    lines that a tool of this project wrote; their bars are taken
        Parquet a file x.parquet, by the program duckdb
        trades  messages of Binance's streams (trade, aggTrade), alone, combined,
                or recorded with the time of receipt before them; --interval says
                which bars are made of them. Also CSV of trades: a header with
                time, price, quantity (or qty, amount, size), if there side (buy or
                sell) or is_buyer_maker, id and symbol; or rows of Binance's
                archives, trades or aggTrades

      TIMES are text (2021-12-31 23:01:00.000, with T, Z or +02:00, or the date
      alone; UTC without a zone), dates in one number (20211231, 202112312301), a
      date and a time of day in two columns, or numbers since 1970: seconds below
      10^11, milliseconds below 10^14, microseconds below 10^17, else nanoseconds.

      sf-ingest sniff FILE says what a file looks like, and the options that read it.
      sf-ingest check FILES… looks for what is wrong with files and changes nothing.
      sf-ingest binance downloads and follows bars, sf-ingest archive reads those of
      data.binance.vision; each has a --help of its own.

      Several files merge in order of time. A bar that comes twice is taken once;
      bars that are missing between two make a gap line.

      A STORE keeps bars: what is read, or made up, goes on once it is committed
      there. With --store and nothing else to read, the bars come from it.
      """)

  /// The further market fields, two on a line.
  private static func fieldList(_ indent: String) -> String {
    let names = IngestOptions.marketFields
    return stride(from: 0, to: names.count, by: 2).map { first in
      names[first..<min(first + 2, names.count)].joined(separator: " ")
    }
    .joined(separator: "\n" + indent)
  }

  @Argument(help: "Files with market data, - for standard input (the default).")
  var files: [String] = []

  @OptionGroup(title: "Reading") var reading: ReadingOptions
  @OptionGroup(title: "Form of files") var shaping: ShapeOptions
  @OptionGroup(title: "Form of files") var dated: CalendarOptions

  @Option(
    help: ArgumentHelp(
      "Files of this program or site: "
        + FilePreset.allCases.map(\.rawValue).joined(separator: " ")
        + ". Options beside it count before it.", valueName: "name"),
    transform: ShapeOptions.preset)
  var format: FilePreset?

  @OptionGroup(title: "Repair") var repairing: RepairOptions
  @OptionGroup(title: "Resampling") var resampling: ResampleOptions
  @OptionGroup(title: "Synthetic market") var synthetic: SyntheticOptions
  @OptionGroup(title: "Store") var keeping: StoreOptions
  @OptionGroup(title: "Stream") public var stream: StreamOptions
  @OptionGroup(title: "Stream") public var going: AfterOptions

  @Option(
    help: ArgumentHelp(
      "Hand bars out in the rhythm of their times, for rehearsals of live pipelines: 60x is an hour "
        + "a minute, max does not wait.", valueName: "speed"))
  var replay: ReplaySpeed?

  @Option(help: "Show progress on standard error: auto (on a terminal), json or never.")
  var progress = ProgressMode.auto

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  /// Checks what options mean together; each alone was checked when it was read.
  private func check() throws(UsageError) {
    try reading.check(ofStore: readsStore)
    try shaping.check()
    try repairing.check()
    try resampling.check()
    try synthetic.check(files: files, reading)
    try keeping.check(isRead: readsStore, reading)
    if resampling.partial != nil, resampling.resample == nil, synthetic.synthetic || readsStore {
      throw UsageError("--partial goes with --resample, or with trades")
    }
    if files.filter({ $0 == "-" }).count > 1 {
      throw UsageError("'-' is given twice, standard input can be read once")
    }
  }

  /// Bars that are kept go on after their commit, so that their lines wait for it.
  public var neverWaits: Bool {
    replay == nil && (keeping.store == nil || readsStore)
      && (synthetic.synthetic || readsStore
        || !files.isEmpty && files.allSatisfy { Endpoint($0) == .file })
  }

  /// Whether bars come from the store, since they come from nowhere else.
  private var readsStore: Bool {
    keeping.store != nil && files.isEmpty && !synthetic.synthetic
  }

  public func makeSource(_ log: Logger) throws -> any StepSource {
    try check()
    let position = ReadPosition()
    var options = reading.options(skippable: stream.errors.policy.skipped)
    options.shape = try shaping.shape(format)
    options.sorts = options.sorts || options.shape.isNewestFirst
    (options.repair, options.repairLimit) = (repairing.repair, repairing.limit)
    options.calendar = try dated.value()
    options.resampling = resampling.resampling
    options.partial = resampling.partial
    options.ownFields = try keeping.ownFields()
    let ingest: Ingest
    if readsStore, let table = try keeping.tableSource() {
      ingest = Ingest([try table.source()], options)
    } else if readsStore {
      ingest = Ingest(try keeping.sources(options), options)
    } else if synthetic.synthetic {
      ingest = Ingest(synthetic.markets(reading), options)
    } else {
      ingest = Ingest(try inputs(position), options)
    }
    let clock = SystemClock()
    let meter = ProgressMeter(
      progress, tool: Self.toolName, writesToStandardOutput: stream.output == "-", position,
      clock)
    let keeper = readsStore ? nil : try keeping.keeper(reading)
    return IngestSource(
      ingest, entry: entry, keeper: keeper, pace: ReplayPace(replay, clock), progress: meter,
      log: log)
  }

  private func inputs(_ position: ReadPosition) throws -> [any ByteSource] {
    try (files.isEmpty ? ["-"] : files).map { path in
      if path.hasSuffix(".parquet") {
        position.expect(nil)
        return try DuckDBBars(parquet: path, keeping.duckProgram).source()
      }
      let source = try Endpoint.open(
        raw: path, stop: Interruption.descriptor, ifTerminal: NoInput(self))
      position.expect(source.size)
      return UnpackingSource(CountedSource(source, position))
    }
  }

  /// What the tool says of itself in the header.
  private var entry: StageEntry {
    StageEntry(
      name: Self.toolName, version: Tool.version,
      config: [
        Setting("files", synthetic.synthetic || readsStore || !files.isEmpty ? files : ["-"])
      ] + reading.settings(synthetic) + shaping.settings(format) + dated.settings
        + repairing.settings
        + resampling.settings
        + synthetic.settings + (readsStore ? keeping.settings : []) + stream.errors.settings
        + [Setting("replay", replay?.text)])
  }
}
