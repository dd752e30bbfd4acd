import Logging
import SFBinanceREST
import SFCommands
import SFCore
import SFIngest
import SFRun
import SFTool

/// The market as it goes on, as the source of a chain: an origin, which says what comes from outside.
///
/// Each step are the bars of a close, behind the gaps that they end, and the quotes of its mark. What
/// it has said is its memory: handed that again it goes on as if it had never stopped. It ends at
/// `--to`, or when it is told to; failures of the exchange are alerts, whose mark is a millisecond
/// behind the last one, since the next bars may still come.
package final class FollowSource: StepSource {
  private let exchange: BinanceServer
  /// Makes the supply of bars, once the exchange is known; `nil` until then, called again.
  private let open: () throws -> FeedSupply?
  private var supply: FeedSupply?
  private var record: MarketRecord
  private var poll: QuotePoll?
  /// When the first bar that is wanted opens.
  private let start: Timestamp
  private let entry: StageEntry
  private var progress: ProgressMeter
  private var beforeWaiting: (() throws -> Void)?

  package init(
    _ exchange: BinanceServer, behind record: MarketRecord, from start: Timestamp,
    quotes poll: QuotePoll?, entry: StageEntry, progress: ProgressMeter,
    open: @escaping () throws -> FeedSupply?
  ) {
    self.exchange = exchange
    self.record = record
    self.start = start
    self.poll = poll
    self.entry = entry
    self.progress = progress
    self.open = open
  }

  package var lines: SourceLines { .added }

  /// What has been said up to the mark is in the record already.
  package func resume(behind mark: Timestamp, _ memory: SourceMemory) {}

  package func onWaiting(_ action: @escaping () throws -> Void) { beforeWaiting = action }

  package func begin() -> SourceHeader { .made(Header(stages: [entry])) }

  package func next(
    _ step: inout Step, _ lines: inout ForwardedLines, reads: LineTypes, refuses: LineTypes
  ) throws -> SourceEvent {
    while !Interruption.isRequested, !exchange.isStopped {
      if let event = try advance(&step) { return event }
      try beforeWaiting?()
      try wait()
    }
    progress.erase()
    return .interrupted
  }

  /// What there is to say now; `nil` for nothing.
  private func advance(_ step: inout Step) throws -> SourceEvent? {
    let news = exchange.takeNews()
    guard news.isEmpty else {
      step.begin((record.lastMark ?? start) + 1)
      for change in news { step.add(ExchangeAlert.alert(change)) }
      return mark(step)
    }
    guard let supply else { return nil }
    pollQuotes()
    while true {
      let bars = try supply.nextStep()
      guard let close = bars.first?.close else { return supply.isFinished ? end(&step) : nil }
      if let mark = record.lastMark, close <= mark.milliseconds {
        record.pass(bars)
        continue
      }
      step.begin(Timestamp(milliseconds: close))
      record.add(bars, to: &step)
      for quote in poll?.quotes(of: close) ?? [] { step.add(quote) }
      progress.count(bars.count)
      return mark(step)
    }
  }

  private func mark(_ step: borrowing Step) -> SourceEvent {
    record.note(step)
    return .mark(nil)
  }

  private func end(_ step: inout Step) -> SourceEvent {
    progress.erase()
    step.begin(record.lastMark ?? .earliest)
    return .end(.made(End(ts: record.lastMark, reason: "end_of_input", counts: record.lines)))
  }

  private func wait() throws {
    guard let supply else {
      supply = try open()
      return
    }
    let wake = poll.map { exchange.moment(at: $0.wake(at: exchange.time)) }
    try supply.wait(until: wake ?? .never)
  }

  // MARK: Quotes

  /// Takes the quotes that have come, of the symbols of the stream, and asks for those of the next
  /// mark when it is time.
  private func pollQuotes() {
    guard var poll else { return }
    let symbols = record.series.map(\.symbol)
    if let tickers = exchange.takeTickers() {
      let at = Timestamp(milliseconds: tickers.time)
      poll.take(
        tickers.list.filter { symbols.contains($0.symbol) }.map { $0.quote(at: at) },
        tag: tickers.tag, at: tickers.time)
    }
    if let close = poll.due(at: exchange.time) {
      poll.asks(for: close, tag: exchange.askTickers(symbols))
    }
    self.poll = poll
  }
}
