import Foundation
import Logging
import SFBinanceREST
import SFCommands
import SFCore
import SFFeeds
import SFHTTP
import SFHistory
import SFRun
import SFTestSupport
import SFWire

/// A market that is followed in memory, on a clock that nobody waits for: a run at a time, each
/// behind what is left of the lines of those before.
final class FollowBench {
  /// What goes wrong with a question that is asked at a time; `nil` for nothing.
  typealias Fault = (_ request: ServerRequest, _ time: Int64) -> Trouble?

  enum Trouble {
    case answer(ExchangeServer.Fault)
    case failure(String)
  }

  static let begin = Timestamp("2026-01-05T00:00:00.000Z")
  static let minute: Int64 = 60_000

  let clock = VirtualClock(begin + 10_000)
  let series: [Series]
  var market: ExchangeMarket
  var fault: Fault = { _, _ in nil }
  var patience = TimeSpan.seconds(5)
  var writesQuotes = false
  /// The lines so far.
  var text = ""
  /// When each mark was written, by the time of the clock, in milliseconds.
  private(set) var written: [Int64: Int64] = [:]
  /// How many questions were asked of each path.
  private(set) var questions: [String: Int] = [:]

  init(symbols: [String] = ["BTCUSDT", "ETHUSDT"]) {
    series = symbols.map { Series(symbol: Symbol(stringLiteral: $0), interval: .minute) }
    let clock = clock
    market = ExchangeMarket(
      symbols: symbols, listed: Self.begin.milliseconds - 1_000 * Self.minute,
      clock: { clock.time.milliseconds })
  }

  /// The time of the clock, in minutes since the begin.
  var minutes: Double { Double(clock.time - Self.begin) / Double(Self.minute) }

  /// Follows the market until so many minutes since the begin, and is told to stop then, or ends
  /// before bars that open at `end`.
  @discardableResult
  func run(until minutes: Double, to end: Int64? = nil) throws -> Chain.Outcome {
    let stop = Self.begin + Int64(minutes * Double(Self.minute))
    let carrier = StoppingCarrier(clock, at: stop) { [self] in answer($0) }
    let record = try record()
    let policy = Courier.Policy(backoff: Backoff(first: 500, retries: 0))
    let exchange = BinanceServer(
      Courier(
        carrier, BinanceRules(), policy, clock, outage: Outage(isUnderWay: record.isOutage)),
      base: "http://exchange", atOnce: 4, timeLimit: 10_000, clock)
    let sink = TimedSink(clock)
    var chain = Chain(
      source(exchange, record, end: end ?? .max), [], [Tap(after: 0, to: sink)])
    if let mark = record.lastMark { chain.resume(behind: mark) }
    let outcome = try chain.run()
    text += sink.text
    written.merge(sink.marks) { $1 }
    return outcome
  }

  private func source(
    _ exchange: BinanceServer, _ record: MarketRecord, end: Int64
  ) -> FollowSource {
    let from = record.lastMark.map { $0.milliseconds / Self.minute * Self.minute }
    let wanted = TimeRange(from ?? Self.begin.milliseconds, end)
    let meter = ProgressMeter(
      .never, tool: "test", writesToStandardOutput: true, ReadPosition(), clock)
    return FollowSource(
      exchange, behind: record, from: Self.begin,
      quotes: writesQuotes ? QuotePoll(.minute) : nil,
      entry: StageEntry(name: "sf-ingest-binance", version: "0", config: []), progress: meter
    ) { [self] in
      guard try exchange.meet(series.map(\.symbol)) else { return nil }
      let spans = series.indices.map { index in
        [TimeRange(min(wanted.from, record.closes[index] ?? wanted.from), wanted.to)]
      }
      let feed = PollingFeed(
        exchange, PollingFeed.Wish(series: series, spans: spans, follows: true, end: wanted.to),
        clock)
      return FeedSupply(
        feed, MemoryBuffer(series: series.count), wanted: wanted, missing: spans,
        absent: record.absent, patience: patience, name: "test", clock, moment: exchange.moment)
    }
  }

  private func answer(_ question: ScriptedCarrier.Question) -> Result<HTTPAnswer, HTTPFailure> {
    let request = ServerRequest(url: question.url, number: question.number)
    questions[request.path, default: 0] += 1
    let trouble = fault(request, clock.time.milliseconds)
    if case .failure(let reason) = trouble {
      return .failure(HTTPFailure(reason: reason, isPassing: true))
    }
    var fault: ExchangeServer.Fault?
    if case .answer(let other) = trouble { fault = other }
    let reply = ExchangeServer.reply(to: request, market, fault)
    return .success(
      HTTPAnswer(status: reply.status, headers: reply.headers, body: reply.body))
  }

  /// What the next run is handed: the lines so far as a journal, up to their last mark.
  private func record() throws -> MarketRecord {
    guard let mark = lines("mark", in: text).last?.split(separator: "\"")[7],
      let time = Timestamp(String(mark))
    else { return MarketRecord(series) }
    return try Workplace.with { place in
      try place.write(Array(text.utf8), to: "journal/20260105T000100000.jsonl")
      return try Recording(place.url.path).record(of: series, upTo: time, countsAll: true)
    }
  }

  /// Loses what was written last: all behind one of the last so many marks.
  func lose(upTo marks: Int, using random: inout SeededGenerator) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let places = lines.indices.filter { lines[$0].hasPrefix("{\"type\":\"mark\"") }
    guard !places.isEmpty else { return }
    let last = places[max(0, places.count - 1 - Int.random(in: 0...marks, using: &random))]
    text = lines[...last].map { $0 + "\n" }.joined()
  }
}

/// Keeps lines, and when their marks came.
private final class TimedSink: ByteSink {
  private(set) var text = ""
  private(set) var marks: [Int64: Int64] = [:]
  private let clock: VirtualClock

  init(_ clock: VirtualClock) { self.clock = clock }

  func write(_ bytes: UnsafeRawBufferPointer) {
    let lines = String(decoding: bytes, as: UTF8.self)
    text += lines
    for mark in SFHistoryTests.lines("mark", in: lines) {
      guard let ts = Timestamp(String(mark.split(separator: "\"")[7])) else { continue }
      marks[ts.milliseconds] = clock.time.milliseconds
    }
  }
}

/// Answers from a script until a time of its clock, when the run is told to stop.
private final class StoppingCarrier: QueryCarrier {
  private let scripted: ScriptedCarrier
  private let clock: VirtualClock
  private let end: Moment

  init(
    _ clock: VirtualClock, at time: Timestamp, _ answer: @escaping ScriptedCarrier.Answer
  ) {
    self.clock = clock
    end = clock.now + TimeSpan(milliseconds: time - clock.time)
    scripted = ScriptedCarrier(clock, answer)
  }

  var isStopped: Bool { clock.now >= end }

  func watch(_ descriptor: Int32) {}
  var isCalled: Bool { false }

  func start(_ query: Query, tag: Int) { scripted.start(query, tag: tag) }

  func next(
    until deadline: Moment
  ) -> (tag: Int, result: Result<HTTPAnswer, HTTPFailure>)? {
    isStopped ? nil : scripted.next(until: min(deadline, end))
  }
}
