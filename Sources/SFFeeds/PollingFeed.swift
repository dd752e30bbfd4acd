import SFCore
import SFRun

/// Bars of a server that is asked for them: history in pages, and, when it follows, each bar shortly
/// after its interval has closed.
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

  /// How long a bar may be late; afterwards the server does not have it.
  private static let latest: Int64 = 600_000

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
    for (series, spans) in zip(wish.series, wish.spans) {
      let grid = BarGrid(series.interval)
      let end = min(wish.end, grid.begin(of: now))
      plans.append(
        HistoryPlan(
          spans.map { TimeRange($0.from, min($0.to, end)) }, length: grid.length,
          page: server.pageSize))
      frontiers.append(spans.last.map { min($0.to, end) } ?? end)
      polls.append(FollowTimer(grid))
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
      return BarBatch(series: index, span: part.span, bars: part.bars, lacking: part.lacking)
    }
    return nil
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
    plans[index].take(closed, of: span, settled: now - Self.latest)
  }

  // MARK: Following

  /// Begins to ask for what has closed since; returns when the next bar will have.
  private func follow() -> Moment {
    var due = Moment.never
    for index in plans.indices where plans[index].isDone && isFollowing(index) {
      hasFollowed[index] = true
      let now = server.time
      let when = polls[index].due(frontiers[index])
      guard now >= when else {
        due = min(due, server.moment(at: when))
        continue
      }
      polls[index].asks(at: now, for: frontiers[index])
      let grid = BarGrid(series[index].interval)
      let span = TimeRange(frontiers[index], min(wish.end, grid.begin(of: now)))
      for (tag, question) in asked where question.series == index { asked[tag] = nil }
      plans[index] = HistoryPlan([span], length: grid.length, page: server.pageSize)
    }
    return due
  }
}
