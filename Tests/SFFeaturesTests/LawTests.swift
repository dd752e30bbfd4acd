import Foundation
import SFCore
import SFExpressions
import SFFeatures
import SFTestSupport
import Testing
import SFRun

/// What holds for every feature of the catalog.
@Suite struct LawTests {
  /// Those that are computed of one series; what looks across symbols has tests of its own.
  static let kinds = seriesFeatures.map { $0.kind }

  static func link(_ specs: [String]) throws -> Chain.Link {
    let stage = try FeatureStage(specs)
    return Chain.Link(
      stage,
      entry: StageEntry(name: "sf-features", version: "0", config: [], columns: stage.columns))
  }

  private func feature(_ kind: String) throws -> any Feature {
    try #require(try featureCatalog.make(kind).0.ofSeries)
  }

  @Test func `kinds are unique and in order`() {
    let kinds = featureCatalog.members.map { $0.kind }
    #expect(kinds == kinds.sorted())
    #expect(Set(kinds).count == kinds.count)
    // A source in brackets is a field or a kind.
    #expect(kinds.allSatisfy { BarField(rawValue: $0) == nil })
  }

  @Test(arguments: kinds)
  func `is complete with its defaults alone`(kind: String) throws {
    let feature = try feature(kind)
    let outputs = type(of: feature).outputs
    #expect(!outputs.isEmpty)
    #expect(Set(outputs.map(\.suffix)).count == outputs.count)
    #expect(type(of: feature).summary.hasSuffix("."))
    #expect(feature.warmUp >= 1)
    let stage = try FeatureStage([kind])
    #expect(stage.columns.allSatisfy { ColumnName.accepts($0) })
    #expect(stage.columns.count == outputs.count)
    // The canonical spec names the same feature.
    #expect(try FeatureStage(stage.specs).columns == stage.columns)
  }

  @Test(arguments: kinds)
  func `has all its first values with the bar that it declares`(kind: String) throws {
    let warmUp = try feature(kind).warmUp
    let count = warmUp + 60
    for seed in 0..<20 as Range<UInt64> {
      var bars = FeatureFixtures.walk(count, seed: seed)
      // A session has no average before something was traded.
      if kind == "vwap" { for index in bars.indices { bars[index].volume = 2 } }
      for (name, values) in try compute([kind], bars) {
        let first = values.firstIndex { !$0.isNaN }
        #expect(first == warmUp - 1, "\(name), seed \(seed)")
        #expect(values[(warmUp - 1)...].allSatisfy { $0.isFinite }, "\(name), seed \(seed)")
      }
    }
  }

  @Test(arguments: kinds)
  func `gives the same lines when stopped and resumed at random marks`(kind: String) throws {
    let stream = FeatureFixtures.stream([
      ("AAA", FeatureFixtures.walk(200, seed: 1)), ("BBB", FeatureFixtures.walk(150, seed: 2)),
    ])
    let link = try Self.link([kind])
    let expected = try InMemory.run(stream, [link])
    for seed in 0..<5 as Range<UInt64> {
      let resumed = try InMemory.run(stream, [link], resumingWithSeed: seed)
      let isSame = resumed == expected
      #expect(isSame, "seed \(seed)")
    }
  }

  @Test func `composed specs are resumed as they were`() throws {
    let stream = FeatureFixtures.stream([
      ("AAA", FeatureFixtures.walk(200, seed: 1)), ("BBB", FeatureFixtures.walk(150, seed: 2)),
    ])
    let link = try Self.link([
      "sma:5(rsi:3)", "ema:3@5m", "x=sma:2(rsi:3@5m)", "lag:3(rsi:3)",
      "r=expr:mean(high-low,4)/close",
      "zscore:9(r)", "market_rank(rsi:3)", "y=sma:2(market_mean(rsi:3@15m))", "market_return",
      "sma:3(volume)", "bbands:4(rsi:3)", "f=expr:lag(close,2)@5m",
    ])
    let expected = try InMemory.run(stream, [link])
    for seed in 0..<8 as Range<UInt64> {
      let isSame = try InMemory.run(stream, [link], resumingWithSeed: seed) == expected
      #expect(isSame, "seed \(seed)")
    }
  }

  @Test func `knows a series by its own bars only`() throws {
    let (a, b) = (FeatureFixtures.walk(120, seed: 3), FeatureFixtures.walk(120, seed: 4))
    let link = try Self.link(Self.kinds)
    func features(_ series: [(String, [Bar])], of symbol: String) throws -> [Substring] {
      try InMemory.run(FeatureFixtures.stream(series), [link]).split(separator: "\n")
        .filter { $0.hasPrefix(#"{"type":"features""#) && $0.contains("\"\(symbol)\"") }
    }
    let together = [("AAA", a), ("BBB", b)]
    for (symbol, bars) in together {
      let alone = try features([(symbol, bars)], of: symbol)
      #expect(try features(together, of: symbol) == alone)
      #expect(alone.count == 120)
    }
  }

  @Test(arguments: ["0.00000001", "12.34", "92233720368.0"])
  func `writes numbers or null where nothing moves`(price: String) throws {
    let flat = FeatureFixtures.flat(80, price: try #require(Price(price)))
    let bars = flat + FeatureFixtures.walk(3, seed: 1, start: 12) + flat
    let output = try InMemory.run(
      FeatureFixtures.stream([("AAA", bars)]), [try Self.link(Self.kinds)])
    for text in ["nan", "NaN", "inf", ":-0.0,", ":-0.0}"] {
      let isWritten = output.contains(text)
      #expect(!isWritten, "\(text)")
    }
    for line in output.split(separator: "\n") {
      _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
    }
  }

  @Test func `has no share and no score where nothing moves`() throws {
    let columns = try compute(
      ["rsi", "zscore", "ret_std", "bbands", "macd", "atr"],
      FeatureFixtures.flat(100, price: 12.34))
    #expect(columns["rsi_14"]!.last!.isNaN)
    #expect(columns["zscore_20"]!.last!.isNaN)
    #expect(columns["ret_std_20"]!.last! == 0)
    #expect(columns["atr_14"]!.last! == 0)
    #expect(columns["bbands_5_2_upper"]!.last! == 12.34)
    #expect(columns["bbands_5_2_lower"]!.last! == 12.34)
    #expect(columns["macd_12_26_9_hist"]!.last!.magnitude < 1e-12)
  }
}
