import SFBinance
import SFCore
import SFFeeds
import SFHTTP
import SFRun

/// Binance's REST API, as far as it is asked for market data: its time, its limits, its bars, its
/// best bids and asks.
public final class BinanceServer: BarServer {
  /// What the exchange sends beside its answers; `nil` where nothing of it is asked for.
  private var streams: BinanceStream?

  public static let standardURL = "https://api.binance.com"

  public var pageSize: Int64 { Kline.pageSize }

  private let courier: Courier
  private let base: String
  /// How many questions are under way at most.
  private let atOnce: Int
  /// The longest that an answer may take, in milliseconds.
  private let timeLimit: Int
  private let clock: any Clock
  private var hostClock: HostClock
  private var tags = 0
  /// What bars were asked of, by tag.
  private var asked: [Int: Series] = [:]
  /// The question for the time that is under way.
  private var timeTag: Int?
  private var nextTime = Moment.never
  /// What the meeting has come to, and its question that is under way.
  private var meeting = Meeting.time
  private var meetingTag: Int?
  /// The question for bids and asks that counts, and which symbols it was asked for.
  private var tickersAsked: (tag: Int, symbols: [Symbol])?
  /// What came of it, until it is taken.
  private var tickers: Tickers?

  /// Bars that have come, and those that were left out since they do not begin where one of their
  /// interval does.
  public private(set) var onGrid = 0
  public private(set) var offGrid = 0
  /// Called with how many of an answer were left out, of what, and when the first of them opens.
  public var onOffGrid: ((Int, Series, Timestamp) -> Void)?

  /// What is asked for next.
  private enum Meeting { case time, limits, done }

  /// The best bids and asks of some symbols.
  public struct Tickers: Sendable {
    /// The tag of their question.
    public let tag: Int
    /// When they came, by the exchange's time in milliseconds.
    public let time: Int64
    /// In ascending order of symbol; without those that have no bid, or no ask.
    public let list: [BookTicker]
  }

  /// How long a machine's clock keeps the exchange's time.
  private static let timeApart = TimeSpan.seconds(600)

  public init(
    _ courier: Courier, base: String, atOnce: Int, timeLimit: Int, _ clock: any Clock
  ) {
    self.courier = courier
    var base = base
    while base.hasSuffix("/") { base.removeLast() }
    self.base = base
    self.atOnce = atOnce
    self.timeLimit = timeLimit
    self.clock = clock
    hostClock = HostClock(said: clock.time.milliseconds, at: clock.now)
    courier.hostTime = { [unowned self] in time }
  }

  /// The time of the exchange, in milliseconds; of this machine until the two have met.
  public var time: Int64 { hostClock.time(at: clock.now) }

  public func moment(at time: Int64) -> Moment { hostClock.moment(at: time) }

  /// How far the exchange's clock is ahead of the machine's, in milliseconds.
  public var offset: Int64 { time - clock.time.milliseconds }

  public var isStopped: Bool { courier.isStopped }

  // MARK: Streams

  public var stream: (any BarStream)? { streams }

  /// From now on it listens to streams, too.
  public func listen(to streams: BinanceStream) {
    self.streams = streams
    courier.watch(streams.descriptor)
  }

  // MARK: Meeting

  /// Asks for the time, for the limits, and whether it knows the symbols; `false` when the run is
  /// to stop, or when there is news: called again, it goes on.
  public func meet(_ symbols: [Symbol]) throws -> Bool {
    // The time first: the exchange counts what is used in minutes of its own.
    if meeting == .time {
      guard try learn(.time, setTime) else { return false }
      meeting = .limits
    }
    if meeting == .limits {
      let information = RESTCall.information(of: symbols)
      let isDone = try learn(information) { body throws(UnreadableAnswer) in
        try setLimit(body, information)
      }
      if isDone { meeting = .done }
    }
    return isMet
  }

  /// Whether the meeting is over.
  public var isMet: Bool { meeting == .done }

  /// Asks until the answer can be read.
  private func learn(
    _ call: RESTCall, _ read: ([UInt8]) throws(UnreadableAnswer) -> Void
  ) throws -> Bool {
    let tag = meetingTag ?? send(call)
    meetingTag = tag
    while let (_, body) = try receive(until: .never) {
      do throws(UnreadableAnswer) {
        try read(body)
        meetingTag = nil
        return true
      } catch {
        try courier.askAgain(tag, because: error.reason)
      }
    }
    return false
  }

  private func setTime(_ body: [UInt8]) throws(UnreadableAnswer) {
    let time = try ServerTime(body)
    hostClock = HostClock(said: time.milliseconds, at: clock.now)
    nextTime = clock.now + Self.timeApart
  }

  private func setLimit(_ body: [UInt8], _ call: RESTCall) throws(UnreadableAnswer) {
    guard let limit = try ExchangeInfo(body, to: call).weightLimit else {
      throw UnreadableAnswer(
        "found \(body.excerpt), expected the limit of the weight a minute")
    }
    courier.budget.setLimit(limit)
  }

  // MARK: Bars

  public var takesMore: Bool { courier.promising < atOnce }

  public func ask(_ series: Series, _ span: TimeRange) -> Int {
    let tag = send(.klines(series, from: span.from, to: span.to), persists: true)
    asked[tag] = series
    return tag
  }

  public var hasNews: Bool { tickers != nil || courier.outage?.hasNews ?? false }

  /// What is new of an outage of the exchange.
  public func takeNews() -> [Outage.Change] { courier.takeNews() }

  /// Asks for the best bids and asks of some symbols; `takeTickers` has them once they have come.
  /// Earlier questions for them are for nothing.
  public func askTickers(_ symbols: [Symbol]) -> Int {
    if let list = streams?.tickers(of: symbols) {
      tags += 1
      tickersAsked = nil
      tickers = Tickers(tag: tags, time: time, list: list)
      return tags
    }
    let tag = send(.bookTickers(of: symbols), persists: true)
    tickersAsked = (tag, symbols)
    return tag
  }

  /// What came of the last question for bids and asks; `nil` while nothing has.
  public func takeTickers() -> Tickers? {
    defer { tickers = nil }
    return tickers
  }

  public func next(until deadline: Moment) throws -> (tag: Int, bars: [ClosedBar])? {
    while true {
      if streams?.advance() ?? false { return nil }
      if timeTag == nil, clock.now >= nextTime { timeTag = send(.time, persists: true) }
      // Once the time is asked for, nothing waits for the moment to ask.
      let wake = min(
        timeTag == nil ? min(deadline, nextTime) : deadline, streams?.wake ?? .never)
      guard let (tag, body) = try receive(until: wake) else {
        if isStopped || hasNews || clock.now >= deadline { return nil }
        continue
      }
      do throws(UnreadableAnswer) {
        if let bars = try read(body, tag) { return (tag, bars) }
      } catch {
        try courier.askAgain(tag, because: error.reason)
      }
      if hasNews { return nil }
    }
  }

  /// `nil` for the answer to a question that was not for bars.
  private func read(_ body: [UInt8], _ tag: Int) throws(UnreadableAnswer) -> [ClosedBar]? {
    if tag == timeTag {
      try setTime(body)
      timeTag = nil
    }
    if let asked = tickersAsked, asked.tag == tag {
      tickers = Tickers(
        tag: tag, time: time, list: try BookTicker.list(body, to: .bookTickers(of: asked.symbols)))
      tickersAsked = nil
    }
    guard let series = asked[tag] else { return nil }
    let page = try Kline.page(body, series.interval)
    asked[tag] = nil
    onGrid += page.list.count
    if let first = page.firstOffGrid {
      offGrid += page.offGrid
      onOffGrid?(page.offGrid, series, Timestamp(milliseconds: first))
    }
    return page.list.map {
      ClosedBar(openTime: $0.openTime, bar: $0.bar(0), fields: $0.fields)
    }
  }

  // MARK: Questions

  private func send(_ call: RESTCall, persists: Bool = false) -> Int {
    tags += 1
    let query = Query(url: call.url(base), sizeLimit: call.sizeLimit, timeLimit: timeLimit)
    courier.ask(query, tag: tags, weight: call.weight, persists: persists)
    return tags
  }

  private func receive(until deadline: Moment) throws -> (tag: Int, body: [UInt8])? {
    guard let (tag, reply) = try courier.next(until: deadline) else { return nil }
    guard case .answer(let answer) = reply else {
      throw HostError(.unavailable, "\(base) has no such endpoint: it is no Binance")
    }
    return (tag, answer.body)
  }

  /// The pages that a span of a series would be asked for in, as URLs: what a dry run prints.
  public static func pages(_ base: String, _ series: Series, _ span: TimeRange) -> [String] {
    let length = BarGrid(series.interval).length * Kline.pageSize
    return stride(from: span.from, to: span.to, by: Int(length)).map { from in
      RESTCall.klines(series, from: from, to: min(span.to, from + length)).url(base)
    }
  }
}
