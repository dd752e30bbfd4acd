import SFCore
import SFFeeds
import SFRun
import SFTestSupport
import Testing

/// A feed of a server that sends bars by itself, and leaves out some, is late, or says others than
/// it answers.
@Suite struct StreamedFeedTests {
  private static let minute: Int64 = 60_000
  private let clock = VirtualClock("2026-01-05T00:00:10.000Z")
  private let start = Timestamp("2026-01-05T00:00:00.000Z").milliseconds

  /// All bars of so many minutes, with the times at which they came, in milliseconds since the
  /// start.
  private func follow(
    _ server: StreamingServer, minutes: Int64
  ) throws -> [(bar: ClosedBar, time: Int64)] {
    let end = start + minutes * Self.minute
    let feed = PollingFeed(
      server,
      PollingFeed.Wish(
        series: [Series(symbol: "A", interval: .minute)], spans: [[TimeRange(start, end)]],
        follows: true, end: end), clock)
    var bars: [(ClosedBar, Int64)] = []
    while !feed.isFinished, let batch = try feed.next(until: .never) {
      bars += batch.bars.map { ($0, server.time - start) }
    }
    return bars
  }

  private func opens(_ range: Range<Int64>) -> [Int64] { range.map { start + $0 * Self.minute } }

  @Test func `what the stream says is handed out at once, and nothing is asked for`() throws {
    let server = StreamingServer(clock, length: Self.minute)
    server.said = { open in [(Int64(80), StreamingServer.bar(open))] }
    let bars = try follow(server, minutes: 4)
    #expect(bars.map(\.bar.openTime) == opens(0..<4))
    #expect(bars.map(\.time) == [60_080, 120_080, 180_080, 240_080] as [Int64])
    #expect(server.asked.isEmpty)
  }

  @Test func `what it does not say is asked for 1.5 s behind its close`() throws {
    let server = StreamingServer(clock, length: Self.minute)
    server.said = { [start] open in
      open == start + Self.minute ? [] : [(Int64(80), StreamingServer.bar(open))]
    }
    let bars = try follow(server, minutes: 3)
    #expect(bars.map(\.bar.openTime) == opens(0..<3))
    #expect(bars.map(\.time) == [60_080, 121_500, 180_080] as [Int64])
    #expect(server.asked.map { $0.time - start } as [Int64] == [121_500])
  }

  @Test func `a later bar waits for the one before it`() throws {
    let server = StreamingServer(clock, length: Self.minute)
    // The second comes with the third.
    server.said = { [start] open in
      switch open {
      case start + Self.minute: [(Self.minute + 700, StreamingServer.bar(open))]
      case start + 2 * Self.minute: [(Int64(100), StreamingServer.bar(open))]
      default: [(Int64(80), StreamingServer.bar(open))]
      }
    }
    server.answers = { [start] open, time in
      open == start + Self.minute && time < start + 3 * Self.minute + 1_000
        ? nil : StreamingServer.bar(open)
    }
    let bars = try follow(server, minutes: 4)
    #expect(bars.map(\.bar.openTime) == opens(0..<4))
    #expect(bars.map(\.time) == [60_080, 180_700, 180_700, 240_080] as [Int64])
  }

  @Test func `where an answer contradicts, it is asked for again, and then is so`() throws {
    let server = StreamingServer(clock, length: Self.minute)
    // Too late, so that the exchange is asked; then both come, and differ.
    server.said = { open in [(Int64(1_550), StreamingServer.bar(open, close: 2))] }
    server.answers = { [start] open, time in
      StreamingServer.bar(open, close: time < start + 62_000 ? 3 : 4)
    }
    server.delay = 100
    let bars = try follow(server, minutes: 1)
    #expect(bars.map(\.bar.bar.close) == [4])
    #expect(server.asked.map { $0.time - start } as [Int64] == [61_500, 63_600])
    #expect(bars.map(\.time) == [63_700] as [Int64])
  }

  @Test(arguments: 0..<40)
  func `whatever the stream does, each bar comes once and in order`(seed: Int) throws {
    var random = SplitMix64(state: UInt64(seed))
    let server = StreamingServer(clock, length: Self.minute)
    var delays: [Int64: [Int64]] = [:]
    for open in opens(0..<60) {
      delays[open] = (0..<random.below(3)).map { _ in Int64(random.below(150_000)) }
    }
    server.said = { open in (delays[open] ?? []).map { ($0, StreamingServer.bar(open)) } }
    var absent: [Int64: Int64] = [:]
    for open in opens(0..<60) where random.below(4) == 0 {
      absent[open] = Int64(random.below(20_000))
    }
    server.answers = { open, time in
      time < open + Self.minute + (absent[open] ?? 0) ? nil : StreamingServer.bar(open)
    }
    let bars = try follow(server, minutes: 60)
    #expect(bars.map(\.bar.openTime) == opens(0..<60))
    for (bar, time) in bars {
      // No later than the first answer that had it: questions are 5 s apart at most.
      let late = time - (bar.openTime - start) - Self.minute
      #expect(late >= 0)
    }
  }
}

/// A server that answers, and sends bars by itself, on a virtual clock.
private final class StreamingServer: BarServer {
  /// When after its close a bar is said, and what: of each open.
  var said: (Int64) -> [(Int64, ClosedBar)] = { _ in [] }
  /// What the bar of an open is answered to be, at a time.
  var answers: (Int64, Int64) -> ClosedBar? = { open, _ in StreamingServer.bar(open) }
  /// How long an answer takes, in milliseconds.
  var delay: Int64 = 0
  private(set) var asked: [(span: TimeRange, time: Int64)] = []
  private let clock: VirtualClock
  private let length: Int64
  private let heard = HeardBars()
  private var looked: Int64
  private var underWay: [(tag: Int, span: TimeRange)] = []

  static func bar(_ open: Int64, close: Price = 1) -> ClosedBar {
    ClosedBar(
      openTime: open, bar: Bar(series: 0, open: 1, high: 9, low: 1, close: close, volume: nil),
      fields: [])
  }

  init(_ clock: VirtualClock, length: Int64) {
    self.clock = clock
    self.length = length
    looked = clock.time.milliseconds
  }

  var stream: (any BarStream)? { heard }
  var time: Int64 { clock.time.milliseconds }
  let pageSize: Int64 = 1_000
  let isStopped = false
  var takesMore: Bool { underWay.count < 2 }

  func moment(at time: Int64) -> Moment {
    time > self.time + 3_600_000_000 ? .never : clock.now + TimeSpan(milliseconds: time - self.time)
  }

  func ask(_ series: Series, _ span: TimeRange) -> Int {
    asked.append((span, time))
    underWay.append((asked.count, span))
    return asked.count
  }

  func next(until deadline: Moment) -> (tag: Int, bars: [ClosedBar])? {
    let answer = underWay.first.map { moment(at: asked[$0.tag - 1].time + delay) }
    if delay > 0 || underWay.isEmpty, listen(until: min(deadline, answer ?? .never)) { return nil }
    guard answer.map({ $0 <= clock.now }) ?? false else { return nil }
    let (tag, span) = underWay.removeFirst()
    var bars: [ClosedBar] = []
    var open = span.from
    while open < span.to, open + length <= time {
      if let bar = answers(open, time) { bars.append(bar) }
      open += length
    }
    return (tag, bars)
  }

  /// Hears what is said next, up to a moment; `false` when that is nothing.
  private func listen(until deadline: Moment) -> Bool {
    let end = deadline == .never ? time + 3_600_000 : time + deadline.since(clock.now).milliseconds
    var next: (time: Int64, bars: [ClosedBar])?
    var open = looked / length * length - 10 * length
    while open + length <= end {
      for (delay, bar) in said(open) {
        let when = open + length + delay
        guard when > looked, when <= end, when <= next?.time ?? .max else { continue }
        next = (when, when == next?.time ? (next?.bars ?? []) + [bar] : [bar])
      }
      open += length
    }
    let target = clock.now + TimeSpan(milliseconds: (next?.time ?? end) - time)
    var waits = WaitSet()
    if target > clock.now { _ = waits.wait(until: target, clock) }
    looked = time
    for bar in next?.bars ?? [] { heard.bars[bar.openTime] = bar }
    return next != nil
  }
}

private final class HeardBars: BarStream {
  var bars: [Int64: ClosedBar] = [:]

  func bar(ofSeries series: Int, opening open: Int64) -> ClosedBar? { bars[open] }

  func forget(ofSeries series: Int, before open: Int64) { bars = bars.filter { $0.key >= open } }
}
