import SFCore
import SFHTTP
import SFWire

/// Bars from Binance's REST API: history in pages, and, when it follows, each bar shortly after its
/// interval has closed.
public final class RestFeed: BarFeed {
  /// What is asked for.
  public struct Wish: Sendable {
    public var series: [Series]
    /// Opens that are wanted before the feed follows, of each series, in order of time. What lies
    /// after the last bar that has closed is left out.
    public var spans: [[Span]]
    /// Whether it goes on with the bars that close from then on, up to `end`.
    public var follows: Bool
    /// The first open that is not wanted.
    public var end: Int64

    public init(series: [Series], spans: [[Span]], follows: Bool, end: Int64) {
      precondition(series.count == spans.count)
      self.series = series
      self.spans = spans
      self.follows = follows
      self.end = end
    }
  }

  public let series: [Series]
  private let exchange: Exchange
  private let wish: Wish
  private var plans: [HistoryPlan]
  /// The first open of each series that is not settled.
  private var frontiers: [Int64]
  private var hasFollowed: [Bool]
  /// What each request is for; an answer to a plan that was given up is for nothing.
  private var asked: [Int: (series: Int, span: Span)] = [:]
  private var polls: [FollowTimer]

  /// How long a bar may be late; afterwards the exchange does not have it.
  private static let latest: Int64 = 600_000

  /// The exchange must have been met.
  public init(_ exchange: Exchange, _ wish: Wish) {
    self.exchange = exchange
    self.wish = wish
    series = wish.series
    let now = exchange.time
    plans = []
    frontiers = []
    polls = []
    hasFollowed = wish.series.map { _ in false }
    for (series, spans) in zip(wish.series, wish.spans) {
      let grid = BarGrid(series.interval)
      let end = min(wish.end, grid.begin(of: now))
      plans.append(
        HistoryPlan(spans.map { Span($0.from, min($0.to, end)) }, length: grid.length))
      frontiers.append(spans.last.map { min($0.to, end) } ?? end)
      polls.append(FollowTimer(grid))
    }
  }

  public var isStopped: Bool { exchange.isStopped }

  public var isFinished: Bool {
    !plans.indices.contains { !plans[$0].isDone || isFollowing($0) }
  }

  public func isLive(_ series: Int) -> Bool { hasFollowed[series] }

  private func isFollowing(_ series: Int) -> Bool {
    wish.follows && frontiers[series] < wish.end
  }

  public func next(until deadline: Int64) throws -> BarBatch? {
    while true {
      if let batch = handOut() { return batch }
      let due = follow()
      try ask()
      if isFinished, asked.isEmpty { return nil }
      guard let (tag, body) = try exchange.next(until: min(deadline, due)) else {
        if exchange.isStopped || MachineTime.steady >= deadline { return nil }
        continue
      }
      try take(body, tag)
    }
  }

  // MARK: Handing out

  private func handOut() -> BarBatch? {
    for index in plans.indices {
      guard let part = plans[index].nextPart() else { continue }
      frontiers[index] = max(frontiers[index], part.span.to)
      return BarBatch(series: index, span: part.span, bars: part.bars, lacking: part.lacking)
    }
    return nil
  }

  // MARK: Asking

  /// Asks for as much as may be under way, for the earliest bars first.
  private func ask() throws {
    while exchange.open < exchange.atOnce {
      let order = plans.indices.sorted { (plans[$0].position, $0) < (plans[$1].position, $1) }
      guard let (index, span) = firstRequest(order) else { return }
      asked[exchange.ask(.klines(series[index], span))] = (index, span)
    }
  }

  private func firstRequest(_ order: [Int]) -> (Int, Span)? {
    for index in order {
      if let span = plans[index].nextRequest() { return (index, span) }
    }
    return nil
  }

  private func take(_ body: [UInt8], _ tag: Int) throws {
    guard let (index, span) = asked[tag] else { return }
    let now = exchange.time
    do throws(UnreadableAnswer) {
      let length = plans[index].length
      let bars = try Kline.list(body, length: length).filter { $0.openTime + length <= now }
      asked[tag] = nil
      plans[index].take(bars, of: span, settled: now - Self.latest)
    } catch {
      try exchange.askAgain(tag, because: error.reason)
    }
  }

  // MARK: Following

  /// Begins to ask for what has closed since; returns when the next bar will have.
  private func follow() -> Int64 {
    var due = Int64.max
    for index in plans.indices where plans[index].isDone && isFollowing(index) {
      hasFollowed[index] = true
      let now = exchange.time
      let when = polls[index].due(frontiers[index])
      guard now >= when else {
        due = min(due, exchange.steady(at: when))
        continue
      }
      polls[index].asks(at: now, for: frontiers[index])
      let grid = BarGrid(series[index].interval)
      let span = Span(frontiers[index], min(wish.end, grid.begin(of: now)))
      for (tag, question) in asked where question.series == index { asked[tag] = nil }
      plans[index] = HistoryPlan([span], length: grid.length)
    }
    return due
  }
}
