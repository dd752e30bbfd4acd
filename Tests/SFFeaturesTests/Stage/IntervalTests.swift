import SFCore
import SFFeatures
import SFTestSupport
import Testing

/// Features of longer intervals against bars that are made by hand, bins in a dictionary.
@Suite struct IntervalTests {
  /// Bars of some minutes: where the market slept, minutes are missing.
  static func minutes(_ count: Int, from first: Int, seed: UInt64) -> [Int] {
    var generator = SeededGenerator(seed: seed)
    var minute = first
    return (0..<count).map { _ in
      defer {
        let luck = generator.next() % 40
        minute += luck == 0 ? 1 + Int(generator.next() % 200) : luck < 4 ? 2 : 1
      }
      return minute
    }
  }

  /// For each bar the closed bins that are known with it: by their boundary, or with the first bar
  /// that opens at or behind it. `isLate` ones are known before that bar is used.
  static func bins(
    _ bars: [Bar], _ minutes: [Int], length: Int
  ) -> [(bar: Bar, known: Int)] {
    var groups: [Int: [Int]] = [:]
    for index in bars.indices { groups[(minutes[index] - 1) / length, default: []].append(index) }
    return groups.keys.sorted().compactMap { bin in
      let members = groups[bin]!
      // The series must reach back to the open of the bin.
      guard minutes[0] - 1 <= bin * length else { return nil }
      let boundary = (bin + 1) * length
      guard let known = minutes.firstIndex(where: { $0 >= boundary }) else { return nil }
      var bar = bars[members[0]]
      bar.high = members.map { bars[$0].high }.max()!
      bar.low = members.map { bars[$0].low }.min()!
      bar.close = bars[members.last!].close
      bar.volume = members.map { bars[$0].volume! }.reduce(0, +)
      return (bar, known)
    }
  }

  /// The values of a column of longer bars, as they stand at each bar.
  static func standing(
    _ values: [Double], _ bins: [(bar: Bar, known: Int)], count: Int
  ) -> [Double] {
    (0..<count).map { index in
      bins.lastIndex { $0.known <= index }.map { values[$0] } ?? .nan
    }
  }

  static let specs = [
    "sma:3", "donchian:4", "rsi:3", "obv", "sma:2(high)", "sma:2(volume)", "sma:2(rsi:3)", "lag:2",
  ]

  @Test(arguments: [("5m", 5), ("15m", 15), ("1h", 60), ("4h", 240)], [0, 3, 60])
  func `sees completed bars only`(interval: (String, Int), first: Int) throws {
    let (name, length) = interval
    for seed in 0..<6 as Range<UInt64> {
      let bars = FeatureFixtures.walk(1_200, seed: seed)
      let minutes = Self.minutes(bars.count, from: first + 1, seed: seed + 50)
      let bins = Self.bins(bars, minutes, length: length)
      let ours = try compute(Self.specs.map { "\($0)@\(name)" }, bars, minutes: minutes)
      let longer = try compute(Self.specs, bins.map(\.bar))
      for (column, values) in longer {
        let expected = Self.standing(values, bins, count: bars.count)
        let error = difference(ours["\(column)_\(name)"]!, expected, relative: 1e-12)
        #expect(error == nil, "\(column), seed \(seed), from \(first)")
      }
    }
  }

  /// 10:01 to 10:05 is known at 10:05; of 10:06 to 10:10 the last bar is missing, and the value of
  /// 10:05 stands until 10:12.
  @Test func `a bar that is missing at the boundary does not hold back its bin for long`() throws {
    let bars = ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as [Int64]).map { close in
      let price = Price(units: close * 100_000_000)
      return Bar(series: 0, open: price, high: price, low: price, close: price, volume: 1)
    }
    let minutes = [601, 602, 603, 604, 605, 606, 608, 612, 613, 615]
    let values = try compute(["sma:1@5m", "s=expr:sma_1_5m+0"], bars, minutes: minutes)
    let expected = [.nan, .nan, .nan, .nan, 5, 5, 5, 7, 7, 10]
    #expect(difference(values["sma_1_5m"]!, expected, relative: 0) == nil)
    #expect(difference(values["s"]!, expected, relative: 0) == nil)
  }

  @Test func `a source may be of another interval than what is computed of it`() throws {
    let bars = FeatureFixtures.walk(600, seed: 4)
    let columns = try compute(["rsi:3@5m", "x=sma:4(rsi:3@5m)", "y=sma:2(rsi:3@5m)@15m"], bars)
    let rsi = columns["rsi_3_5m"]!
    let expected = CompositionTests.column(try CompositionTests.feed("sma:4", rsi), 0)
    #expect(difference(columns["x"]!, expected, relative: 0) == nil)
    let third = stride(from: 14, to: 600, by: 15).map { rsi[$0] }
    let slow = CompositionTests.column(try CompositionTests.feed("sma:2", third), 0)
    let standing = (0..<600).map { $0 < 14 ? .nan : slow[($0 - 14) / 15] }
    #expect(difference(columns["y"]!, standing, relative: 0) == nil)
  }

  @Test func `market fields of longer bars add up, or the last one counts`() throws {
    let bars = FeatureFixtures.walk(40, seed: 5)
    let fields = bars.indices.map { index in
      [
        MarketField(name: "funding_rate", value: Double(index)),
        MarketField(name: "trades", value: Double(index % 4)),
      ]
    }
    let columns = try compute(
      ["sma:1(trades)@5m", "sma:1(funding_rate)@5m"], bars, fields: fields)
    for last in stride(from: 4, to: 40, by: 5) {
      let trades = (last - 4...last).map { Double($0 % 4) }.reduce(0, +)
      #expect(columns["sma_1_trades_5m"]![last] == trades)
      #expect(columns["sma_1_funding_rate_5m"]![last] == Double(last))
    }
  }

  @Test func `refuses bars of which no longer one can be made`() throws {
    let interval = try #require(Interval("15m"))
    for spec in ["ema:5@5m", "sma:2(rsi:3)@1m", "x=sma:2(rsi:3@1s)", "ema:5@1s"] {
      var stage = try FeatureStage([spec])
      var step = Step()
      let index = step.series.index(of: Series(symbol: "AAA", interval: interval))
      try stage.bind(Header(), &step)
      step.begin("2024-01-01T00:15:00.000Z")
      var bar = FeatureFixtures.flat(1, price: 1)[0]
      bar.series = index
      step.take(bar)
      let error = #expect(throws: StageError.self) { try stage.update(&step) }
      #expect(error?.exitStatus == .configuration)
      #expect(error?.message.contains("found bars of 15m (AAA)") ?? false)
    }
  }
}
