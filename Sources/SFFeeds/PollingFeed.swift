import SFCore
import SFRun

/// Bars of a server that is asked for them: history in pages, and, when it follows, each bar shortly
/// after its interval has closed.
///
/// A server that sends bars by itself is asked only for what its stream has not said 1.5 s after it
/// should have. What the stream says is handed out where it is the next bar of its series, so that
/// none is left out and none is early, whatever the stream does. Where an answer says something else
/// than the stream has said, it is asked for once more 2 s later, and what it says then is so.
public final class PollingFeed: BarFeed {
  /// What is asked for.
  public struct Wish: Sendable {
    public var series: [Series]
    /// Opens that are wanted before the feed follows, of each series, in order of time. What lies
    /// after the last bar that has closed is left out.
    public var spans: [[TimeRange]]
    /// Whether it goes on with the bars that close from then on, up to `end`.
    public var follows: Bool
    /// The first open that is not wanted.
    public var end: Int64

    public init(series: [Series], spans: [[TimeRange]], follows: Bool, end: Int64) {
      precondition(series.count == spans.count)
      self.series = series
      self.spans = spans
      self.follows = follows
      self.end = end
    }
  }

  public let series: [Series]
  private let server: any BarServer
  private let wish: Wish
  private let clock: any Clock
  private var plans: [HistoryPlan]
  /// The first open of each series that is not settled.
  private var frontiers: [Int64]
  private var hasFollowed: [Bool]
  /// What each request is for; an answer to a plan that was given up is for nothing.
  private var asked: [Int: (series: Int, span: TimeRange)] = [:]
  private var polls: [FollowTimer]
  /// Opens of which stream and answers say different things, and when they are asked for again.
  private var doubts: [Doubt?]

  private struct Doubt {
    let open: Int64
    let until: Int64
  }

  /// How long a bar may be late; afterwards the server does not have it.
  private static let latest: Int64 = 600_000
  /// After how long an answer that the stream contradicts is asked for again.
  private static let reconsidered: Int64 = 2_000

  /// The server must know its time.
  public init(_ server: any BarServer, _ wish: Wish, _ clock: any Clock) {
    self.server = server
    self.wish = wish
    self.clock = clock
    series = wish.series
    let now = server.time
    plans = []
    frontiers = []
    polls = []
    hasFollowed = wish.series.map { _ in false }
    doubts = wish.series.map { _ in nil }
    let isStreamed = server.stream != nil
    for (series, spans) in zip(wish.series, wish.spans) {
      let grid = BarGrid(series.interval)
      let end = min(wish.end, grid.begin(of: now))
      plans.append(
        HistoryPlan(
          spans.map { TimeRange($0.from, min($0.to, end)) }, length: grid.length,
          page: server.pageSize))
      frontiers.append(spans.last.map { min($0.to, end) } ?? end)
      polls.append(FollowTimer(grid, isStreamed: isStreamed))
    }
  }

  public var isStopped: Bool { server.isStopped }

  public var isFinished: Bool {
    !plans.indices.contains { !plans[$0].isDone || isFollowing($0) }
  }

  public func isLive(_ series: Int) -> Bool { hasFollowed[series] }

  private func isFollowing(_ series: Int) -> Bool {
    wish.follows && frontiers[series] < wish.end
  }

  public func next(until deadline: Moment) throws -> BarBatch? {
    while true {
      if let batch = handOut() { return batch }
      let due = follow()
      ask()
      if isFinished, asked.isEmpty { return nil }
      guard let (tag, bars) = try server.next(until: min(deadline, due)) else {
        if server.isStopped || server.hasNews || clock.now >= deadline { return nil }
        continue
      }
      take(bars, tag)
    }
  }

  // MARK: Handing out

  private func handOut() -> BarBatch? {
    for index in plans.indices {
      guard let part = plans[index].nextPart() else { continue }
      frontiers[index] = max(frontiers[index], part.span.to)
      server.stream?.forget(ofSeries: index, before: frontiers[index])
      return BarBatch(series: index, span: part.span, bars: part.bars, lacking: part.lacking)
    }
    for index in plans.indices {
      if let batch = handOutStreamed(index) { return batch }
    }
    return nil
  }

  /// The next bar of a series that follows, where the stream has said it and nothing contradicts.
  private func handOutStreamed(_ index: Int) -> BarBatch? {
    let open = frontiers[index]
    guard plans[index].isDone, isFollowing(index), doubts[index]?.open != open,
      var bar = server.stream?.bar(ofSeries: index, opening: open)
    else { return nil }
    bar.bar.series = index
    hasFollowed[index] = true
    frontiers[index] += plans[index].length
    server.stream?.forget(ofSeries: index, before: frontiers[index])
    return BarBatch(
      series: index, span: TimeRange(open, frontiers[index]), bars: [bar], lacking: [])
  }

  // MARK: Asking

  /// Asks for as much as may be under way, for the earliest bars first.
  private func ask() {
    while server.takesMore {
      let order = plans.indices.sorted { (plans[$0].position, $0) < (plans[$1].position, $1) }
      guard let (index, span) = firstRequest(order) else { return }
      asked[server.ask(series[index], span)] = (index, span)
    }
  }

  private func firstRequest(_ order: [Int]) -> (Int, TimeRange)? {
    for index in order {
      if let span = plans[index].nextRequest() { return (index, span) }
    }
    return nil
  }

  private func take(_ bars: [ClosedBar], _ tag: Int) {
    guard let (index, span) = asked.removeValue(forKey: tag) else { return }
    let now = server.time
    let length = plans[index].length
    var closed = bars.filter { $0.openTime + length <= now }
    for place in closed.indices { closed[place].bar.series = index }
    guard !isDoubtful(closed, index, at: now) else { return }
    plans[index].take(closed, of: span, settled: now - Self.latest)
  }

  /// Whether an answer says something else than the stream for the first time; what it says the
  /// second time is so.
  private func isDoubtful(_ bars: [ClosedBar], _ index: Int, at now: Int64) -> Bool {
    guard let stream = server.stream, hasFollowed[index] else { return false }
    for bar in bars where bar.openTime >= frontiers[index] {
      guard var said = stream.bar(ofSeries: index, opening: bar.openTime) else { continue }
      said.bar.series = index
      guard said != bar, (doubts[index]?.open ?? .min) < bar.openTime else { continue }
      doubts[index] = Doubt(open: bar.openTime, until: now + Self.reconsidered)
      plan([], ofSeries: index)
      return true
    }
    return false
  }

  // MARK: Following

  /// Begins to ask for what has closed since; returns when the next bar will have.
  private func follow() -> Moment {
    var due = Moment.never
    for index in plans.indices where plans[index].isDone && isFollowing(index) {
      hasFollowed[index] = true
      let now = server.time
      let when = max(polls[index].due(frontiers[index]), doubts[index]?.until ?? .min)
      guard now >= when else {
        due = min(due, server.moment(at: when))
        continue
      }
      polls[index].asks(at: now, for: frontiers[index])
      let grid = BarGrid(series[index].interval)
      let span = TimeRange(frontiers[index], min(wish.end, grid.begin(of: now)))
      plan([span], ofSeries: index)
    }
    return due
  }

  /// Gives up what was to be asked for, for something else.
  private func plan(_ spans: [TimeRange], ofSeries index: Int) {
    for (tag, question) in asked where question.series == index { asked[tag] = nil }
    plans[index] = HistoryPlan(spans, length: plans[index].length, page: server.pageSize)
  }
}
