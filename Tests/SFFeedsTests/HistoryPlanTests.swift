import SFCore
import SFFeeds
import SFTestSupport
import Testing

/// The plan of a download against an server in memory, which keeps to its documentation and does
/// its worst within it.
@Suite struct HistoryPlanTests {
  static let length: Int64 = 60_000

  static func bar(_ open: Int64) -> ClosedBar {
    let bar = Bar(series: 0, open: 1, high: 1, low: 1, close: 1, volume: nil)
    return ClosedBar(openTime: open, bar: bar, fields: [])
  }

  /// An exchange that lacks some bars, forgets some the first time, and gives short pages.
  struct Exchange {
    var there: Set<Int64>
    var forgotten: Set<Int64> = []
    var limit = 1_000
    var requests = 0

    mutating func answer(_ span: TimeRange) -> [ClosedBar] {
      requests += 1
      var opens: [Int64] = []
      var open = (span.from + length - 1) / length * length
      let last = min(span.to, (there.max() ?? 0) + 1)
      while open < last, opens.count < limit {
        if there.contains(open), forgotten.remove(open) == nil { opens.append(open) }
        open += length
      }
      return opens.map(bar)
    }
  }

  /// Runs a plan to its end with answers in an order of chance.
  private func run(
    _ spans: [TimeRange], _ exchange: inout Exchange, seed: UInt64, settled: Int64 = .max / 2
  ) throws -> (bars: [Int64], lacking: [TimeRange], mostUnderWay: Int) {
    var generator = SeededGenerator(seed: seed)
    var plan = HistoryPlan(spans, length: Self.length, page: 1_000)
    var underWay: [TimeRange] = []
    var (bars, lacking, most) = ([Int64](), [TimeRange](), 0)
    var end = spans.first?.from ?? 0
    while !plan.isDone || !underWay.isEmpty {
      while underWay.count < 4, let span = plan.nextRequest() { underWay.append(span) }
      most = max(most, underWay.count)
      let span = try #require(
        underWay.isEmpty
          ? nil : underWay.remove(at: Int(generator.next() % UInt64(underWay.count))))
      plan.take(exchange.answer(span), of: span, settled: settled)
      while let part = plan.nextPart() {
        #expect(part.span.from >= end)
        end = part.span.to
        bars += part.bars.map(\.openTime)
        lacking += part.lacking
      }
    }
    return (bars, lacking, most)
  }

  private func opens(_ range: Range<Int64>) -> [Int64] { range.map { $0 * Self.length } }

  @Test func `a long history is asked for in pages, several at once`() throws {
    var exchange = Exchange(there: Set(opens(0..<12_500)))
    let span = TimeRange(0, 12_500 * Self.length)
    let result = try run([span], &exchange, seed: 1)
    #expect(result.bars == opens(0..<12_500) && result.lacking.isEmpty)
    #expect(exchange.requests == 13 && result.mostUnderWay == 4)
  }

  /// Bars begin ten years late: the years before cost two requests.
  @Test func `what was before the first bar is not paged through`() throws {
    let first: Int64 = 5_000_000
    var exchange = Exchange(there: Set(opens(first..<first + 2_500)))
    let result = try run([TimeRange(0, (first + 2_500) * Self.length)], &exchange, seed: 2)
    #expect(result.bars == opens(first..<first + 2_500))
    #expect(result.lacking == [TimeRange(0, first * Self.length)])
    #expect(exchange.requests == 4)
  }

  /// A market that was closed for good: neither are the years after.
  @Test func `what is behind the last bar is not paged through`() throws {
    var exchange = Exchange(there: Set(opens(0..<2_000)))
    let result = try run([TimeRange(0, 5_000_000 * Self.length)], &exchange, seed: 3)
    #expect(result.bars == opens(0..<2_000))
    #expect(result.lacking.first?.from == 2_000 * Self.length)
    #expect(result.lacking.last?.to == 5_000_000 * Self.length)
    #expect(exchange.requests < 12, "\(exchange.requests)")
  }

  /// Whatever is lacking, forgotten at first or cut short, each bar comes once and in order, and
  /// what is called lacking is exactly that.
  @Test func `all bars come once, in order, and nothing else is lacking`() throws {
    for seed in 0..<150 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let count = Int64(50 + generator.next() % 4_000)
      var exchange = Exchange(there: Set(opens(0..<count)))
      for _ in 0..<generator.next() % 5 {
        let start = Int64(generator.next() % UInt64(count))
        let end = min(count, start + Int64(1 + generator.next() % 1_500))
        exchange.there.subtract(opens(start..<end))
      }
      for _ in 0..<generator.next() % 6 {
        exchange.forgotten.insert(Int64(generator.next() % UInt64(count)) * Self.length)
      }
      if generator.next() % 2 == 0 { exchange.limit = 500 }
      let cut = Int64(generator.next() % UInt64(count))
      let spans = [
        TimeRange(0, cut * Self.length), TimeRange((cut + 3) * Self.length, count * Self.length),
      ]
      let wanted = Set((0..<count).filter { $0 < cut || $0 >= cut + 3 }.map { $0 * Self.length })
      let expected = exchange.there.intersection(wanted).sorted()
      let result = try run(spans, &exchange, seed: seed)
      #expect(result.bars == expected, "seed \(seed)")
      let lacking = Set(
        result.lacking.flatMap { Array(stride(from: $0.from, to: $0.to, by: Int(Self.length))) })
      #expect(lacking == wanted.subtracting(expected), "seed \(seed)")
    }
  }

  /// Nothing is called lacking that may still come.
  @Test func `a bar that has just closed is not lacking yet`() throws {
    var exchange = Exchange(there: Set(opens(0..<90)))
    let settled = 95 * Self.length
    let result = try run([TimeRange(0, 100 * Self.length)], &exchange, seed: 4, settled: settled)
    #expect(result.bars == opens(0..<90))
    #expect(result.lacking == [TimeRange(90 * Self.length, 95 * Self.length)])
  }
}
