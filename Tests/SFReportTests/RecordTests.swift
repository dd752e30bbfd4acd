import SFCore
import SFReport
import SFTestSupport
import Testing

/// What a page keeps, against the whole list.
@Suite struct RecordTests {
  @Test(arguments: [0, 1, 7, 8, 9, 100, 1_000])
  func `thinning keeps every so-manyth`(count: Int) {
    var thinned = Thinned<Int>(capacity: 8)
    for index in 0..<count { thinned.append(index) }
    #expect(thinned.count == count)
    #expect(thinned.elements == Array(stride(from: 0, to: count, by: thinned.stride)))
    #expect(thinned.elements.count <= 8)
    if count > 8 { #expect(thinned.elements.count > 3) }
  }

  @Test func `a distribution counts each value where it lies`() {
    for seed in 0..<20 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var distribution = Distribution(width: 0.001)
      let scale = [0.01, 1, 1_000][Int(seed % 3)]
      let values = (0..<500).map { _ in
        (Double(generator.next() % 2_000_001) / 1_000_000 - 1) * scale
      }
      for value in values { distribution.update(value) }
      #expect(distribution.counts.count <= 513)
      #expect(distribution.counts.reduce(0, +) == values.count)
      let width = distribution.width
      for (index, count) in distribution.counts.enumerated() {
        let bin = distribution.lowest + index
        // A value on an edge may fall to either side by rounding: none of these is near one twice.
        let members = values.filter { Int(($0 / width).rounded(.down)) == bin }
        #expect(abs(members.count - count) <= 1, "seed \(seed), bin \(bin)")
      }
    }
  }

  @Test func `prices share one budget`() {
    var record = PriceRecord()
    var step = Step()
    for index in 0..<40_000 {
      step.begin(Timestamp(milliseconds: Int64(index) * 60_000))
      for symbol in 0..<min(3, 1 + index / 1_000) {
        let series = step.series.index(
          of: Series(symbol: Symbol("S\(symbol)") ?? .all, interval: .minute))
        let price = Price(units: Int64((index * 7_919 + symbol) % 1_000 + 1) * 100_000_000)
        step.take(
          Bar(series: series, open: price, high: price, low: price, close: price, volume: 1))
      }
      record.update(step)
    }
    #expect(record.curves.map(\.series.symbol.text) == ["S0", "S1", "S2"])
    #expect(record.curves.map(\.prices.columns.count).reduce(0, +) <= PriceRecord.most)
    for curve in record.curves {
      #expect(curve.prices.columns.count > PriceRecord.most / 4 / 4)
      #expect(curve.prices.columns.compactMap { $0?.high }.max() == 1_000)
      #expect(curve.prices.columns.compactMap { $0?.low }.min() == 1)
    }
  }

  /// Signals on two series, judged from the whole list of closes.
  @Test func `signals are judged by the closes that follow`() {
    for seed in 0..<10 as Range<UInt64> {
      let market = SignalMarket(seed: seed, bars: 700)
      let record = market.record
      #expect(record.byDetector.list.map(\.key) == ["a", "b"])
      for group in record.byDetector.list {
        for (place, horizon) in SignalRecord.horizons.enumerated() {
          let expected = market.judged(group.key, horizon)
          let found = group.value.outcomes[place]
          #expect(found.known == expected.known, "seed \(seed), \(horizon)")
          #expect(found.hits == expected.hits, "seed \(seed), \(horizon)")
          #expect((found.gains - expected.gains).magnitude < 1e-9)
        }
        let deciles = group.value.deciles
        #expect(deciles.map(\.count).reduce(0, +) == group.value.outcomes[3].known)
        #expect(deciles.map(\.hits).reduce(0, +) == group.value.outcomes[3].hits)
        for (weaker, stronger) in zip(deciles, deciles.dropFirst()) {
          #expect(weaker.highest < stronger.lowest)
        }
      }
    }
  }
}

/// Random closes of two symbols with random signals, and the slow way to judge them.
private struct SignalMarket {
  var record = SignalRecord()
  private var closes: [[Price]] = [[], []]
  private var signals: [(detector: String, series: Int, bar: Int, sign: Double)] = []

  init(seed: UInt64, bars: Int) {
    var generator = SeededGenerator(seed: seed)
    var step = Step()
    let indices = ["X", "Y"].map {
      step.series.index(
        of: Series(symbol: Symbol($0) ?? .all, interval: .minute))
    }
    for bar in 0..<bars {
      step.begin(Timestamp(milliseconds: Int64(bar) * 60_000))
      for index in indices where generator.next() % 5 > 0 {
        let price = Price(units: Int64(generator.next() % 50 + 75) * 100_000_000)
        step.take(Bar(series: index, open: price, high: price, low: price, close: price, volume: 1))
        closes[index].append(price)
        guard generator.next() % 4 == 0 else { continue }
        let isRise = generator.next() % 2 == 0
        let detector = generator.next() % 3 == 0 ? "b" : "a"
        step.take(
          Signal(
            series: index, detector: detector, direction: isRise ? .rise : .fall,
            strength: Double(generator.next() % 20)))
        signals.append((detector, index, closes[index].count - 1, isRise ? 1 : -1))
      }
      record.update(step)
    }
  }

  func judged(_ detector: String, _ horizon: Int) -> (known: Int, hits: Int, gains: Double) {
    var result = (known: 0, hits: 0, gains: 0.0)
    for signal in signals where signal.detector == detector {
      let own = closes[signal.series]
      guard signal.bar + horizon < own.count else { continue }
      let move = own[signal.bar + horizon].double / own[signal.bar].double - 1
      result.known += 1
      result.hits += move * signal.sign > 0 ? 1 : 0
      result.gains += move * signal.sign
    }
    return result
  }
}
