import Foundation
import SFCore
import SFReport
import SFTestSupport
import Testing

/// The bars that a page keeps, against the bars themselves.
@Suite struct PackedBarsTests {
  /// Random bars of some tick, with gaps in time and between a close and the next open.
  private func bars(_ count: Int, seed: UInt64, tick: Int64 = 10_000) -> [PackedBars.Candle] {
    var generator = SeededGenerator(seed: seed)
    func below(_ most: Int64) -> Int64 { Int64(generator.next() % UInt64(most)) }
    var (time, close): (Int64, Int64) = (1_700_000_000_000, 4_325_011)
    return (0..<count).map { _ in
      time += below(20) == 0 ? (below(50) + 2) * 60_000 : 60_000
      let open = close + (below(9) == 0 ? below(2_001) - 1_000 : 0)
      close = max(10, open + below(4_001) - 2_000)
      return PackedBars.Candle(
        time: time, open: open * tick, high: (max(open, close) + below(900)) * tick,
        low: max(1, min(open, close) - below(900)) * tick, close: close * tick)
    }
  }

  private func packed(_ bars: [PackedBars.Candle], capacity: Int) -> PackedBars {
    var packed = PackedBars(capacity: capacity)
    for bar in bars { packed.append(bar) }
    return packed
  }

  /// So many neighbours as one, the last as far as it has come.
  private func merged(_ bars: [PackedBars.Candle], _ factor: Int) -> [PackedBars.Candle] {
    stride(from: 0, to: bars.count, by: factor).map { start in
      let part = bars[start..<min(start + factor, bars.count)]
      return PackedBars.Candle(
        time: part.last!.time, open: part.first!.open, high: part.map(\.high).max()!,
        low: part.map(\.low).min()!, close: part.last!.close)
    }
  }

  @Test(arguments: [1, 2, 63, 64, 65, 511, 512, 513, 3_000])
  func `every bar comes back as it was`(count: Int) throws {
    for (seed, tick) in zip([1, 2, 3] as [UInt64], [1, 10_000, 250_000] as [Int64]) {
      let bars = bars(count, seed: seed, tick: tick)
      let blocks = packed(bars, capacity: 10_000).finished
      #expect(blocks.flatMap(\.candles) == bars)
      // Some are prices with a step that is told.
      #expect(blocks.allSatisfy { $0.price % $0.unit == 0 && $0.unit % tick == 0 })
    }
  }

  @Test func `a bar takes few bytes`() {
    let blocks = packed(bars(20_000, seed: 7), capacity: 100_000).finished
    let bytes = blocks.reduce(0) { $0 + $1.bytes.count }
    #expect(bytes < 20_000 * 6, "\(bytes)")
  }

  @Test(arguments: [64, 100, 257, 1_000])
  func `where there is no room, neighbours become one`(capacity: Int) {
    for seed in 0..<20 as Range<UInt64> {
      let bars = bars(Int(seed) * 97 + 1, seed: seed)
      let packed = packed(bars, capacity: capacity)
      #expect(packed.count <= capacity)
      #expect(packed.factor == 1 || packed.count * 2 >= capacity - 1, "seed \(seed)")
      #expect(packed.finished.flatMap(\.candles) == merged(bars, packed.factor), "seed \(seed)")
    }
  }

  /// As when another series comes.
  @Test func `less room later is as less room from the start`() {
    let bars = bars(900, seed: 5)
    var packed = PackedBars(capacity: 800)
    for (index, bar) in bars.enumerated() {
      if index == 555 { packed.shrink(to: 100) }
      packed.append(bar)
    }
    #expect(packed.finished.flatMap(\.candles) == merged(bars, packed.factor))
    #expect(packed.count <= 100)
  }

  @Test func `stopped and resumed it is the same`() throws {
    let bars = bars(700, seed: 9)
    let whole = packed(bars, capacity: 200)
    var packed = PackedBars(capacity: 200)
    for (index, bar) in bars.enumerated() {
      packed.append(bar)
      guard index % 50 == 13 else { continue }
      packed = try JSONDecoder().decode(PackedBars.self, from: JSONEncoder().encode(packed))
    }
    #expect(packed == whole)
  }

  @Test func `extreme prices come back`() {
    let most = Int64.max
    let bars = [
      PackedBars.Candle(time: 1, open: 1, high: most, low: 1, close: most),
      PackedBars.Candle(time: 2, open: most, high: most, low: 1, close: 1),
      PackedBars.Candle(time: 5_000_000_000_000, open: 1, high: 2, low: 1, close: 1),
    ]
    #expect(packed(bars, capacity: 100).finished.flatMap(\.candles) == bars)
  }
}
