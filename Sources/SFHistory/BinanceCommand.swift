import ArgumentParser
import Logging
import SFBinanceREST
import SFCommands
import SFCore
import SFFeeds
import SFHTTP
import SFIngest
import SFRun
import SFStore
import SFTool

/// `sf-ingest binance`: bars from Binance's REST API, those of the past and each new one.
public struct BinanceCommand: SourceCommand {
  public static let examples = [
    Example(
      "What would be asked for a month of two symbols",
      "sf-ingest binance --symbols BTCUSDT,ETHUSDT --interval 1h --from 2024-01-01 "
        + "--to 2024-02-01 -n"),
    Example(
      "The same of the host that has market data only",
      "sf-ingest binance --base-url https://data-api.binance.vision --symbols BTCUSDT "
        + "--interval 1h --from 2024-01-01 --to 2024-02-01 -n"),
    Example(
      "Six months of minutes, in pages of a thousand",
      "sf-ingest binance --symbols BTCUSDT --interval 1m --from 2024-01-01 --to 2024-07-01 -n"),
  ]

  public static let configuration = toolConfiguration(
    "sf-ingest-binance", "Turns bars of Binance's spot market into a stream.",
    more: """
      Bars are asked for a thousand at a time, several requests at once, within
      the limit of the exchange: from 70 % of its weight on slower, never while
      it has asked to keep still. Only bars that have closed by the exchange's
      clock are taken. What an answer lacks is asked for once more; what the
      exchange does not have is a gap line.

      With --store the stream is the same, and a bar is in it only once it is
      committed. What is there is not asked for again, nor what the exchange is
      known to lack: a run that was stopped, however, goes on where it was.
      Without --from the stream begins behind the bars of the store: behind the
      last of the symbol that ends first.

      With --follow it ends at --to or when it is told to, and for no failure
      of the exchange: what is not answered is asked for again, after pauses of
      up to 30s, and an outage is an alert line that is raised once and cleared
      once. Told to stop it writes no end; with --after MARK (SF_AFTER) it goes
      on behind a mark, and with --recorded (SF_RECORDED) it knows the gaps that
      were open there.

      HTTPS_PROXY and NO_PROXY count, in capital or small letters.
      """)

  @OptionGroup(title: "Bars") var span: SpanOptions

  @OptionGroup(title: "Following") var following: FollowOptions

  @Option(help: ArgumentHelp("Where the exchange is.", valueName: "url"))
  var baseUrl = BinanceServer.standardURL

  @Flag(name: [.customShort("n"), .long], help: "Print what would be asked for, and ask nothing.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Keep the bars in this store, a file of SQLite or postgres://…, and ask for what it lacks.",
      valueName: "store"),
    transform: StoreOptions.address)
  var store: StoreAddress?

  @Flag(help: "With --store: ask also for bars that are missing between those that are there.")
  var repair = false

  @OptionGroup(title: "Network") var network: NetworkOptions
  @OptionGroup(title: "Stream") public var stream: StreamOptions
  @OptionGroup(title: "Stream") public var going: AfterOptions
  @OptionGroup(title: "Stream") var recorded: RecordedOptions

  @Option(help: "Show progress on standard error: auto (on a terminal), json or never.")
  var progress = ProgressMode.auto

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  private var clock: SystemClock { SystemClock() }

  public init() {}

  public var neverWaits: Bool { false }

  public func run(_ log: Logger) throws -> ExitStatus {
    try NetworkOptions.check(address: baseUrl)
    guard dryRun else { return try runSource(log) }
    let series = try series()
    let goesOn = span.from == nil && following.warmUp == nil
    let kept = goesOn ? try store.map { try keeper($0, .reading, series) } : nil
    let now = clock.time.milliseconds
    for one in series {
      var wanted = try wanted(one, behind: kept?.end(), now: now)
      // Of what has not closed yet nothing can be said.
      wanted.to = min(wanted.to, BarGrid(one.interval).begin(of: now))
      for page in BinanceServer.pages(baseUrl, one, wanted) { print(page) }
    }
    return .done
  }

  public func makeSource(_ log: Logger) throws -> any StepSource {
    let series = try series()
    guard !following.follow else {
      return try FollowPlan(self, series, clock, log).source()
    }
    let exchange = try exchange(clock, log)
    if try exchange.meet(series.map(\.symbol)) { say(exchange.offset, log) }
    let kept = try store.map { try keeper($0, .writing, series) }
    let end = span.from == nil ? try kept?.end() : nil
    let wanted = try wanted(series[0], behind: end, now: exchange.time)
    if end != nil { log.notice("goes on at \(Timestamp(milliseconds: wanted.from))") }
    let spans = try series.indices.map {
      try kept?.missing(ofSeries: $0, in: wanted, isRepaired: repair) ?? [wanted]
    }
    let buffer: any BarBuffer = kept ?? MemoryBuffer(series: series.count)
    let feed = PollingFeed(
      exchange, PollingFeed.Wish(series: series, spans: spans, follows: false, end: wanted.to),
      clock)
    let supply = FeedSupply(
      feed, buffer, wanted: wanted, missing: spans, patience: following.wait, name: baseUrl, clock,
      moment: exchange.moment)
    let position = ReadPosition()
    measure(supply, position, spans, series[0])
    var options = IngestOptions()
    options.resampling = span.resampling
    supply.onEnd = { [interval = series[0].interval] in try Self.checkGrid(of: exchange, interval) }
    return IngestSource(
      Ingest(supply, options), entry: entry, progress: meter(position), log: log)
  }

  /// The exchange, before it is met; with an `outage` no failure of it ends the run.
  func exchange(
    _ clock: any Clock, _ log: Logger, outage: Outage? = nil
  ) throws -> BinanceServer {
    let server = BinanceServer(
      try network.courier(BinanceRules(), clock, log, outage: outage), base: baseUrl,
      atOnce: network.requests, timeLimit: Int(network.timeout.milliseconds), clock)
    server.onOffGrid = { count, series, first in
      log.warning(
        """
        left out \(count) \(count == 1 ? "bar" : "bars") of \(series.symbol) that the exchange \
        opened where no bar of \(series.interval) opens, the first at \(first)
        """)
    }
    return server
  }

  /// A few bars beside the grid are history; where there are no others the server is wrong.
  private static func checkGrid(
    of server: BinanceServer, _ interval: Interval
  ) throws(HostError) {
    guard server.offGrid == 0 || server.onGrid > 0 else {
      throw HostError(
        .badData,
        "found \(server.offGrid) bars, none of which opens where \(interval) does, expected most "
          + "to do so")
    }
  }

  func meter(_ position: ReadPosition) -> ProgressMeter {
    ProgressMeter(
      progress, tool: Self.toolName, writesToStandardOutput: stream.output == "-", position,
      clock, stride: 1)
  }

  /// The bars of a store that are there.
  func keeper(
    _ address: StoreAddress, _ access: StoreAccess, _ series: [Series]
  ) throws -> StoreBuffer {
    StoreBuffer(try Stores.open(address, for: access), series)
  }

  /// Progress counts the opens that are settled.
  private func measure(
    _ supply: FeedSupply, _ position: ReadPosition, _ spans: [[TimeRange]], _ series: Series
  ) {
    let length = series.interval.milliseconds ?? 1
    let opens = spans.joined().reduce(0) { $0 + ($1.to - $1.from) / length }
    position.expect(Int(opens))
    supply.onKept = { position.count(Int(($0.span.to - $0.span.from) / length)) }
  }

  func say(_ offset: Int64, _ log: Logger) {
    guard offset.magnitude >= 1_000 else { return }
    log.warning(
      """
      this machine's clock is \(offset.magnitude) ms \(offset > 0 ? "behind" : "ahead of") the \
      exchange's; bars close by the exchange's
      """)
  }

  // MARK: Which

  private func series() throws(UsageError) -> [Series] {
    try span.checkIntervalIsTimed()
    if following.follow { try span.checkIntervalIsAsked(with: "--follow") }
    guard let symbols = span.symbols, let interval = span.asked else {
      throw UsageError("--symbols and --interval are needed")
    }
    if repair, store == nil { throw UsageError("--repair goes with --store") }
    if following.warmUp != nil, span.from != nil {
      throw UsageError("--warm-up and --from are two times to begin at: give one")
    }
    guard span.from != nil || following.follow || store != nil else {
      throw UsageError(
        "--from is needed, or a --store to go on with, or --follow for the bars from now on")
    }
    return symbols.sorted().map { Series(symbol: $0, interval: interval) }
  }

  /// The opens that are asked for: whole bars from --from on, or behind those of the store, up to
  /// the last that has closed, or without end where it follows.
  func wanted(
    _ series: Series, behind kept: Int64?, now: Int64
  ) throws(UsageError) -> TimeRange {
    let grid = BarGrid(series.interval)
    let last = grid.begin(of: now)
    let from = span.from.map { grid.firstOpen(from: $0.milliseconds) }
    // The bar that closes at the mark shows whether one is missing behind it.
    let resumed = going.after.map { grid.begin(of: $0.milliseconds) - grid.length }
    let warm = following.warmUp.map { grid.firstOpen(from: now - $0.milliseconds) }
    guard let from = from ?? resumed ?? warm ?? kept ?? (following.follow ? last : nil) else {
      throw UsageError(
        "--from is needed: '\(store?.text ?? "")' has no bars of \(series.interval) to go on with")
    }
    let end = span.to?.milliseconds ?? .max
    let wanted = TimeRange(from, following.follow ? end : max(from, min(end, last)))
    guard !wanted.isEmpty || from == kept else {
      throw UsageError(
        "no bar of \(series.interval) that has closed opens at or after --from "
          + Timestamp(milliseconds: wanted.from).description)
    }
    return wanted
  }

  /// What the tool says of itself in the header.
  var entry: StageEntry {
    StageEntry(
      name: Self.toolName, version: Tool.version,
      config: span.settings + following.settings + [Setting("base_url", baseUrl)]
        + stream.errors.settings)
  }
}

extension BarGrid {
  /// The first bar that opens at a time or behind it.
  func firstOpen(from time: Int64) -> Int64 { begin(of: time + length - 1) }
}
