import Logging
import SFBinanceREST
import SFCommands
import SFCore
import SFFeeds
import SFHTTP
import SFRun
import SFTool

/// Where a stream that follows the market begins or goes on, and what is to be asked for that.
struct FollowPlan {
  private let command: BinanceCommand
  private let series: [Series]
  private let record: MarketRecord
  private let exchange: BinanceServer
  private let kept: StoreBuffer?
  private let clock: any Clock
  private let log: Logger

  /// Reads what the stream has so far, where it is handed that.
  init(
    _ command: BinanceCommand, _ series: [Series], _ clock: any Clock, _ log: Logger
  ) throws {
    self.command = command
    self.series = series
    self.clock = clock
    self.log = log
    record = try Self.record(command, series)
    exchange = try command.exchange(clock, log, outage: Outage(isUnderWay: record.isOutage))
    kept = try command.store.map { try command.keeper($0, .writing, series) }
  }

  private static func record(
    _ command: BinanceCommand, _ series: [Series]
  ) throws -> MarketRecord {
    guard let mark = command.going.after, let directory = command.recorded.recorded else {
      return MarketRecord(series, upTo: command.going.after)
    }
    // Only a stream that ends says how many lines it has.
    return try Recording(directory).record(
      of: series, upTo: mark, countsAll: command.span.to != nil)
  }

  /// Asks who the exchange is before anything is written, so that a symbol that it does not know is
  /// a sentence and no stream. Where it does not answer, the stream begins with that.
  func source() throws -> FollowSource {
    _ = try meet()
    let begin = try begin()
    return FollowSource(
      exchange, behind: record, from: Timestamp(milliseconds: begin.from),
      quotes: command.following.quotes
        ? QuotePoll(series[0].interval, isStreamed: command.following.stream) : nil,
      entry: command.entry, progress: command.meter(ReadPosition())
    ) {
      try meet() ? try supply(begin) : nil
    }
  }

  private func meet() throws -> Bool {
    if exchange.isMet { return true }
    guard try exchange.meet(series.map(\.symbol)) else { return false }
    command.say(exchange.offset, log)
    return true
  }

  /// The opens of the stream: from where it begins, or behind the mark where it goes on.
  private func begin() throws -> TimeRange {
    let begins = command.span.from == nil && command.following.warmUp == nil
    let end = begins && record.lastMark == nil ? try kept?.end() : nil
    var wanted = try command.wanted(series[0], behind: end, now: exchange.time)
    if end != nil { log.notice("goes on at \(Timestamp(milliseconds: wanted.from))") }
    guard let mark = record.lastMark else { return wanted }
    let grid = BarGrid(series[0].interval)
    // Without a record, the bar that closes at the mark shows whether one is missing behind it.
    let next = grid.begin(of: mark.milliseconds)
    wanted.from = record.hasBars ? next : max(wanted.from, next - grid.length)
    return wanted
  }

  /// Has the exchange send by itself what it can, where that is asked for.
  private func listen() throws {
    let options = command.following
    guard options.stream else { return }
    guard
      let socket = try MessageSockets.make(
        certificates: command.network.cacert, agent: NetworkOptions.agent)
    else {
      throw ConfigurationError(
        "--stream", "this tool was built without streams",
        help: "bin/setup --all builds what runs for weeks")
    }
    var random = SystemRandomNumberGenerator()
    guard
      let streams = BinanceStream(
        socket, base: options.streams, series, quotes: options.quotes, seed: random.next(), clock)
    else {
      throw UsageError(
        "\(series.count) symbols are more than one connection carries: follow at most "
          + (options.quotes ? "512" : "1024"))
    }
    streams.onNotice = { [log] in log.say($0) }
    exchange.listen(to: streams)
  }

  private func supply(_ wanted: TimeRange) throws -> FeedSupply {
    let spans = try series.indices.map { index in
      // What a series has lacked since its last bar is for the store.
      let from = min(wanted.from, record.closes[index] ?? wanted.from)
      let span = TimeRange(from, wanted.to)
      return try kept?.missing(ofSeries: index, in: span, isRepaired: command.repair) ?? [span]
    }
    try listen()
    let feed = PollingFeed(
      exchange, PollingFeed.Wish(series: series, spans: spans, follows: true, end: wanted.to),
      clock)
    return FeedSupply(
      feed, kept ?? MemoryBuffer(series: series.count), wanted: wanted, missing: spans,
      absent: record.absent, patience: command.following.wait, name: command.baseUrl, clock,
      moment: exchange.moment)
  }
}

extension Logger {
  fileprivate func say(_ said: BinanceStream.Notice) {
    switch said {
    case .cut(let reason):
      warning("the streams of the exchange are cut, it is asked meanwhile: \(reason.shown())")
    case .isBack: notice("the streams of the exchange are there")
    case .refused(let reason):
      warning("the exchange refused streams, it is asked meanwhile: \(reason.shown())")
    case .unreadable(let reason): warning("a message of a stream cannot be read: \(reason)")
    }
  }
}
