import Foundation
import SFCore
import SFFeatures
import SFTestSupport
import Testing

/// What is computed across symbols against its definition, symbols missing at some marks.
@Suite struct AcrossTests {
  /// Walks of some symbols, each without a bar at about one mark in ten.
  static func market(_ symbols: Int, _ count: Int, seed: UInt64) -> [[Bar?]] {
    (0..<symbols).map { symbol in
      var generator = SeededGenerator(seed: seed &* 31 &+ UInt64(symbol))
      return FeatureFixtures.walk(count, seed: seed &+ UInt64(symbol) &* 1_000)
        .map { generator.next() % 10 == 0 ? nil : $0 }
    }
  }

  /// A column made of another by a formula over those that are there.
  private func check(
    _ spec: String, of source: String, _ formula: (Double, [Double]) -> Double
  ) throws {
    for seed in 0..<10 as Range<UInt64> {
      let columns = try computeMarket([source, "x=\(spec)"], Self.market(5, 120, seed: seed))
      let name = try FeatureStage([source]).columns[0]
      for symbol in columns.indices {
        for row in 0..<120 {
          let present = columns.map { $0[name]![row] }.filter { !$0.isNaN }
          let own = columns[symbol][name]![row]
          let expected = own.isNaN ? .nan : formula(own, present)
          let ours = columns[symbol]["x"]![row]
          let isSame =
            (ours - expected).magnitude <= 1e-12 * max(1, expected.magnitude)
            || ours.isNaN && !expected.isFinite
          #expect(isSame, "\(spec): \(ours), expected \(expected), row \(row), seed \(seed)")
        }
      }
    }
  }

  @Test func `rank is the share of the others below`() throws {
    try check("market_rank(rsi:3)", of: "rsi:3") { own, all in
      let below = Double(all.count { $0 < own }) + Double(all.count { $0 == own } - 1) / 2
      return below / Double(all.count - 1)
    }
  }

  @Test func `score, mean and breadth are those of the symbols that are there`() throws {
    try check("market_mean(roc:2)", of: "roc:2") { $1.reduce(0, +) / Double($1.count) }
    try check("breadth(roc:2)", of: "roc:2") { Double($1.count { $0 > 0 }) / Double($1.count) }
    try check("breadth:55.5(rsi:3)", of: "rsi:3") {
      Double($1.count { $0 > 55.5 }) / Double($1.count)
    }
    try check("market_zscore(roc:2)", of: "roc:2") { own, all in
      (own - OracleTests.mean(all[...])) / OracleTests.deviation(all[...], less: 0)
    }
  }

  @Test func `the return of the market is that of its symbols since their bar before`() throws {
    let market = Self.market(4, 200, seed: 3)
    let columns = try computeMarket(["market_return"], market)
    for row in 0..<200 {
      let returns = market.compactMap { bars -> Double? in
        guard let bar = bars[row], let before = bars[..<row].last(where: { $0 != nil }) ?? nil
        else { return nil }
        return bar.close.double / before.close.double - 1
      }
      for symbol in market.indices {
        let ours = columns[symbol]["market_return"]![row]
        let isThere = market[symbol][row] != nil && !returns.isEmpty
        #expect(ours.isNaN == !isThere)
        let mean = returns.reduce(0, +) / Double(returns.count)
        #expect(!isThere || (ours - mean).magnitude < 1e-12)
      }
    }
  }

  @Test func `beta and correlation compare returns between common marks`() throws {
    let market = Self.market(3, 160, seed: 5)
    let columns = try computeMarket(
      ["beta_to:8,symbol=COIN0", "c=correlation_to:8,symbol=COIN0"], market)
    for symbol in 1..<3 {
      let common = (0..<160).filter { market[0][$0] != nil && market[symbol][$0] != nil }
      func returns(_ bars: [Bar?]) -> [Double] {
        zip(common, common.dropFirst()).map {
          bars[$1]!.close.double / bars[$0]!.close.double - 1
        }
      }
      let (x, y) = (returns(market[0]), returns(market[symbol]))
      for row in 0..<160 {
        let ours = (columns[symbol]["beta_to_8_COIN0"]![row], columns[symbol]["c"]![row])
        guard let place = common.firstIndex(of: row), place >= 8 else {
          #expect(ours.0.isNaN && ours.1.isNaN)
          continue
        }
        let window = place - 8..<place
        let (meanX, meanY) = (OracleTests.mean(x[window]), OracleTests.mean(y[window]))
        let products = window.map { (x[$0] - meanX) * (y[$0] - meanY) }.reduce(0, +)
        let (dx, dy) = (
          OracleTests.deviation(x[window], less: 0), OracleTests.deviation(y[window], less: 0)
        )
        #expect((ours.0 - products / (8 * dx * dx)).magnitude < 1e-9)
        #expect((ours.1 - products / (8 * dx * dy)).magnitude < 1e-9)
      }
    }
    #expect(columns[0]["c"]!.last { !$0.isNaN }! > 0.999999)
  }

  @Test func `what is computed at the mark is a source like others`() throws {
    let columns = try computeMarket(
      [
        "market_mean(rsi:3)", "sma:4(market_mean(rsi:3))", "market_rank(sma:4(market_mean(rsi:3)))",
        "d=expr:market_mean_rsi_3-50", "market_mean(rsi:3@5m)",
      ], Self.market(3, 150, seed: 8))
    for symbol in columns {
      let mean = symbol["market_mean_rsi_3"]!
      let expected = CompositionTests.column(try CompositionTests.feed("sma:4", mean), 0)
      #expect(difference(symbol["sma_4_market_mean_rsi_3"]!, expected, relative: 0) == nil)
      #expect(difference(symbol["d"]!, mean.map { $0 - 50 }, relative: 0) == nil)
      #expect(symbol["market_mean_rsi_3_5m"]!.contains { !$0.isNaN })
    }
  }

  @Test func `symbols of another interval are another market`() throws {
    let stream = FeatureFixtures.stream([
      ("AAA", FeatureFixtures.walk(60, seed: 1)), ("BBB", FeatureFixtures.walk(60, seed: 2)),
    ])
    let link = try LawTests.link(["market_mean(sma:1)"])
    let alone = try InMemory.run(stream, [link])
    // A third symbol with bars of five minutes changes nothing for those of one.
    let more = stream.split(separator: "\n").flatMap { line -> [Substring] in
      guard line.contains(#""symbol":"BBB""#) else { return [line] }
      return [
        line,
        Substring(
          line.replacingOccurrences(of: "BBB", with: "CCC").replacingOccurrences(
            of: "1m", with: "5m")
        ),
      ]
    }
    let together = try InMemory.run(more.joined(separator: "\n") + "\n", [link])
    let ours = together.split(separator: "\n").filter { $0.contains("features") }
      .filter { !$0.contains("CCC") }
    #expect(ours == alone.split(separator: "\n").filter { $0.contains("features") })
  }
}
