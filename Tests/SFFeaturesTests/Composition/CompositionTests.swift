import SFCore
import SFFeatures
import SFTestSupport
import Testing

/// A feature of a source against the same feature, fed by hand.
@Suite struct CompositionTests {
  static let numberKinds = seriesFeatures.filter { $0 is any NumberFeature.Type }
    .map { $0.kind }

  /// The outputs of a feature for these numbers, in the order of its columns.
  static func feed(_ spec: String, _ numbers: [Double]) throws -> [[Double]] {
    let made = try featureCatalog.make(spec).0.ofSeries
    var feature = try #require(made as? any NumberFeature)
    let type = type(of: feature)
    return numbers.map { number in
      var outputs = [Double](repeating: .nan, count: type.outputs.count)
      guard !number.isNaN || type.takesMissing else { return outputs }
      var span = outputs.mutableSpan
      feature.update(number, into: &span)
      return outputs.map { $0.isFinite ? $0 : .nan }
    }
  }

  static func column(_ values: [[Double]], _ output: Int) -> [Double] { values.map { $0[output] } }

  /// Walks that stand still for a while: there the zscore is missing.
  static func bars(_ seed: UInt64) -> [Bar] {
    let walk = FeatureFixtures.walk(150, seed: seed)
    let flat = FeatureFixtures.flat(20, price: walk[149].close, volume: 3)
    return walk + flat + FeatureFixtures.walk(200, seed: seed + 100)
  }

  @Test(arguments: numberKinds)
  func `of a feature is the feature of its numbers`(kind: String) throws {
    for seed in 0..<5 as Range<UInt64> {
      let spec = "x=\(kind)(zscore:4)"
      let stage = try FeatureStage([spec])
      let columns = try compute(["zscore:4", spec], Self.bars(seed))
      let expected = try Self.feed(kind, columns["zscore_4"]!)
      for (output, name) in stage.columns.enumerated() {
        let isSame = difference(columns[name]!, Self.column(expected, output), relative: 0) == nil
        #expect(isSame, "\(kind) \(name), seed \(seed)")
      }
    }
  }

  @Test(arguments: numberKinds, ["open", "high", "low"])
  func `of a price is the feature of bars that close there`(kind: String, field: String) throws {
    let bars = FeatureFixtures.walk(120, seed: 3)
    let moved = bars.map { bar in
      var bar = bar
      bar.close = field == "open" ? bar.open : field == "high" ? bar.high : bar.low
      return bar
    }
    let ours = try compute(["x=\(kind)(\(field))"], bars)
    let expected = try compute(["x=\(kind)"], moved)
    for (name, values) in expected {
      #expect(difference(ours[name]!, values, relative: 0) == nil, "\(name)")
    }
  }

  @Test(arguments: numberKinds)
  func `of the volume is the feature of its numbers`(kind: String) throws {
    let bars = FeatureFixtures.walk(120, seed: 4)
    let ours = try compute(["x=\(kind)(volume)"], bars)
    let expected = try Self.feed(kind, bars.map { $0.volume! })
    let first = try FeatureStage(["x=\(kind)(volume)"]).columns[0]
    #expect(difference(ours[first]!, Self.column(expected, 0), relative: 0) == nil)
  }

  @Test func `nests to any depth`() throws {
    let bars = Self.bars(7)
    let columns = try compute(
      ["roc:1", "sma:3(roc:1)", "lag:2(sma:3(roc:1))", "zscore:9(lag:2(sma:3(roc:1)))"], bars)
    for (inner, spec, outer) in [
      ("roc_1", "sma:3", "sma_3_roc_1"), ("sma_3_roc_1", "lag:2", "lag_2_sma_3_roc_1"),
      ("lag_2_sma_3_roc_1", "zscore:9", "zscore_9_lag_2_sma_3_roc_1"),
    ] {
      let expected = Self.column(try Self.feed(spec, columns[inner]!), 0)
      #expect(difference(columns[outer]!, expected, relative: 0) == nil, "\(outer)")
    }
    let deep = String(repeating: "lag:1(", count: 31) + "rsi:3" + String(repeating: ")", count: 31)
    let lagged = try compute(["x=" + deep, "rsi:3"], bars)
    #expect(
      difference(Array(lagged["x"]![31...]), Array(lagged["rsi_3"]!.dropLast(31)), relative: 0)
        == nil)
  }

  @Test func `an output is chosen by its name`() throws {
    let columns = try compute(
      ["macd:3,5,2", "s=macd:3,5,2.signal", "sma:4(macd:3,5,2.signal)", "sma:4(s)"], Self.bars(8))
    let signal = columns["macd_3_5_2_signal"]!
    #expect(difference(columns["s"]!, signal, relative: 0) == nil)
    let expected = Self.column(try Self.feed("sma:4", signal), 0)
    #expect(difference(columns["sma_4_macd_3_5_2_signal"]!, expected, relative: 0) == nil)
    #expect(difference(columns["sma_4_s"]!, expected, relative: 0) == nil)
  }

  @Test func `lag counts bars, also those without a value`() throws {
    let columns = try compute(["zscore:4", "lag:3(zscore:4)"], Self.bars(9))
    let score = columns["zscore_4"]!
    #expect(score[160...].contains { $0.isNaN })
    let shifted = [Double](repeating: .nan, count: 3) + score.dropLast(3)
    #expect(difference(columns["lag_3_zscore_4"]!, shifted, relative: 0) == nil)
  }

  @Test func `expressions compute with columns, fields and market fields`() throws {
    let bars = Self.bars(10)
    let fields = bars.indices.map { index in
      index % 3 == 0 ? [] : [MarketField(name: "funding_rate", value: Double(index % 7) / 8)]
    }
    let columns = try compute(
      [
        "r=expr:(high-low)/close", "sma:4", "d=expr:close/sma_4-1", "sma:2(r)",
        "ema:3(funding_rate)",
        "f=expr:funding_rate*2", "x=sma:2(expr:(high+low)/2)",
      ], bars, fields: fields)
    let range = bars.map { ($0.high.double - $0.low.double) / $0.close.double }
    #expect(difference(columns["r"]!, range, relative: 0) == nil)
    let distance = zip(bars, columns["sma_4"]!).map { $0.close.double / $1 - 1 }
    #expect(difference(columns["d"]!, distance, relative: 0) == nil)
    #expect(
      difference(columns["sma_2_r"]!, Self.column(try Self.feed("sma:2", range), 0), relative: 0)
        == nil)
    let funding = fields.map { $0.first?.value ?? .nan }
    #expect(difference(columns["f"]!, funding.map { $0 * 2 }, relative: 0) == nil)
    let expected = Self.column(try Self.feed("ema:3", funding), 0)
    #expect(difference(columns["ema_3_funding_rate"]!, expected, relative: 0) == nil)
    let middle = bars.map { ($0.high.double + $0.low.double) / 2 }
    #expect(
      difference(columns["x"]!, Self.column(try Self.feed("sma:2", middle), 0), relative: 0) == nil)
  }

  @Test(arguments: [
    (["rsi:14", "sma:5(rsi:14)", "ema:5(rsi)"], 3),
    (["sma:5(close)", "a=sma:5"], 1),
    (["a=rsi:14", "sma:5(a)", "b=sma:5(rsi:14)"], 2),
    (["ema:5@1h", "a=ema:5@1h", "b=ema:5"], 2),
    (["sma:5(rsi:14)@1h", "rsi:14@1h"], 2),
    (["market_rank(rsi:14)", "a=market_rank(rsi:14)"], 2),
  ])
  func `what is asked for twice is computed once`(specs: [String], nodes: Int) throws {
    #expect(try FeatureStage(specs).nodeCount == nodes)
  }
}
