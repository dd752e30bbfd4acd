import SFCore
import SFFeeds
import SFRun
import SFTestSupport
import Testing

/// A feed that follows, on a clock that nobody waits for.
@Suite struct PollingFeedTests {
  private static let minute: Int64 = 60_000
  /// 10 s into an open bar.
  private let clock = VirtualClock("2026-01-05T00:00:10.000Z")
  private let start = Timestamp("2026-01-05T00:00:00.000Z").milliseconds

  private func opens(_ range: Range<Int64>) -> [Int64] { range.map { start + $0 * Self.minute } }

  private func feed(
    _ server: ScriptedServer, from: Int64, to: Int64? = nil, follows: Bool
  ) -> PollingFeed {
    let end = to.map { start + $0 * Self.minute } ?? .max
    let span = TimeRange(start + from * Self.minute, end)
    let series = [Series(symbol: "A", interval: .minute)]
    return PollingFeed(
      server, PollingFeed.Wish(series: series, spans: [[span]], follows: follows, end: end), clock)
  }

  /// All batches until there is no more, or so many bars have come.
  private func take(_ count: Int, of feed: PollingFeed) throws -> [BarBatch] {
    var batches: [BarBatch] = []
    while batches.reduce(0, { $0 + $1.bars.count }) < count,
      let batch = try feed.next(until: .never)
    {
      batches.append(batch)
    }
    return batches
  }

  private func opens(of batches: [BarBatch]) -> [Int64] {
    batches.flatMap { $0.bars.map(\.openTime) }
  }

  @Test func `history ends with the last bar that has closed`() throws {
    let server = ScriptedServer(clock, length: Self.minute, pageSize: 100)
    let feed = feed(server, from: -250, follows: false)
    let batches = try take(.max, of: feed)
    #expect(opens(of: batches) == opens(-250..<0) && feed.isFinished && !feed.isLive(0))
    #expect(batches.allSatisfy { $0.lacking.isEmpty && $0.bars.allSatisfy { $0.bar.series == 0 } })
    #expect(server.asked.count == 3)
    #expect(clock.time.milliseconds == start + 10_000)
  }

  @Test func `each bar is asked for shortly after it closes, and comes once`() throws {
    let server = ScriptedServer(clock, length: Self.minute)
    let feed = feed(server, from: -5, to: 3, follows: true)
    #expect(opens(of: try take(.max, of: feed)) == opens(-5..<3) && feed.isFinished)
    #expect(feed.isLive(0))
    #expect(server.asked.dropFirst().map { $0.time - start } == [60_200, 120_200, 180_200])
  }

  @Test func `a bar that is late is asked for again, after pauses that grow`() throws {
    let server = ScriptedServer(clock, length: Self.minute)
    server.delay = { [start] in $0 == start ? 3_000 : 0 }
    let feed = feed(server, from: 0, follows: true)
    #expect(opens(of: try take(1, of: feed)) == opens(0..<1))
    // 0.3 s, doubled with each.
    #expect(server.asked.map { $0.time - start - 60_200 } == [0, 300, 900, 2_100, 4_500])
  }

  @Test func `a bar that does not come is lacking after ten minutes, and the others go on`() throws
  {
    let server = ScriptedServer(clock, length: Self.minute)
    server.delay = { [start] in $0 == start + Self.minute ? nil : 0 }
    let feed = feed(server, from: 0, to: 30, follows: true)
    let batches = try take(.max, of: feed)
    #expect(opens(of: batches) == opens(0..<1) + opens(2..<30))
    let hole = TimeRange(start + Self.minute, start + 2 * Self.minute)
    #expect(batches.flatMap(\.lacking) == [hole])
  }

  @Test func `a wait ends at its deadline, and when the run is to stop`() throws {
    let server = ScriptedServer(clock, length: Self.minute)
    let feed = feed(server, from: 0, follows: true)
    let deadline = clock.now + .seconds(20)
    #expect(try feed.next(until: deadline) == nil)
    #expect(clock.now == deadline && !feed.isFinished)
    server.isStopped = true
    #expect(try feed.next(until: .never) == nil && feed.isStopped)
  }
}
