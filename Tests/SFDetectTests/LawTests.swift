import Foundation
import SFCore
import SFDetect
import SFExpressions
import SFTestSupport
import Testing
import SFRun

/// What holds for every detector of the catalog.
@Suite struct LawTests {
  /// A spec of each kind: its defaults, or the least that it must be told.
  static let specs = detectorCatalog.members.map { member in
    switch member.kind {
    case "threshold": "threshold:x,above=0.5,direction=rise"
    case "expression": "own=expression:rise=x > highest(lag(y, 1), 3),fall=x < 0.2,strength=x - y"
    case "market_zscore": "market_zscore:20,1.5"
    case "market_cusum": "market_cusum:window=20,level=2"
    default: member.kind
    }
  }

  /// Bars of three symbols with random columns, fields and gaps in both, as a foreign stage would
  /// write them.
  static func stream(_ names: [String], _ count: Int, seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed)
    func unit() -> Double { Double(generator.next() >> 11) * 0x1p-53 }
    let walks = (0..<3).map { FeatureFixtures.walk(count, seed: seed &* 3 &+ $0) }
    var levels = [String: Double]()
    var lines: [String] = []
    for index in 0..<count {
      let ts = Timestamp(milliseconds: 1_704_067_200_000) + Int64(index + 1) * 60_000
      for (symbol, walk) in zip(["AAA", "BBB", "CCC"], walks) where generator.next() % 20 != 0 {
        let head = #""ts":"\#(ts)","symbol":"\#(symbol)","interval":"1m""#
        let bar = walk[index]
        let fields =
          names.contains("funding_rate")
          ? #","funding_rate":\#(index / 40 % 2 == 0 ? 0.01 : -0.01)"# : ""
        lines.append(
          #"{"type":"bar",\#(head),"open":\#(bar.open),"high":\#(bar.high),"low":\#(bar.low),"#
            + #""close":\#(bar.close)\#(fields)}"#)
        let values = names.filter { !MarketField.known.contains($0) }.map { name in
          // Each column wanders around the close, or between -400 and 400 where it is no price.
          let key = "\(symbol) \(name)"
          let isPrice = name.hasPrefix("bb") || name.hasPrefix("ke") || name.hasPrefix("don")
          let level = 0.8 * (levels[key] ?? 0) + (unit() - 0.5) * (isPrice ? 5 : 160)
          levels[key] = level
          return #""\#(name)":"#
            + (generator.next() % 30 == 0
              ? "null" : "\(isPrice ? bar.close.double + level : level)")
        }
        lines.append(
          #"{"type":"features",\#(head),"values":{\#(values.joined(separator: ","))}}"#)
      }
      lines.append(#"{"type":"mark","ts":"\#(ts)"}"#)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func link(_ spec: String) throws -> (Chain.Link, [String]) {
    let stage = try DetectStage([spec])
    return (
      Chain.Link(stage, entry: StageEntry(name: "sf-detect", version: "0", config: [])),
      stage.needs
    )
  }

  @Test func `kinds are unique, in order, and say what they are`() {
    let kinds = detectorCatalog.members.map { $0.kind }
    #expect(kinds == kinds.sorted())
    #expect(Set(kinds).count == kinds.count)
    for member in detectorCatalog.members { #expect(member.summary.hasSuffix(".")) }
  }

  @Test(arguments: specs)
  func `the canonical spec names the same detector`(spec: String) throws {
    let stage = try DetectStage([spec])
    #expect(try DetectStage(stage.specs).names == stage.names)
    #expect(try DetectStage(stage.specs).needs == stage.needs)
    #expect(stage.names.allSatisfy { ColumnName.accepts($0) })
  }

  @Test(arguments: specs)
  func `says the same when stopped and resumed at random marks, and says something`(
    spec: String
  ) throws {
    let (link, needs) = try link(spec)
    var said = 0
    for seed in 0..<3 as Range<UInt64> {
      let stream = Self.stream(needs, 260, seed: seed)
      let once = try InMemory.run(stream, [link])
      let isSame = try InMemory.run(stream, [link], resumingWithSeed: seed) == once
      #expect(isSame, "seed \(seed)")
      said += once.split(separator: "\n").count { $0.hasPrefix(#"{"type":"signal""#) }
    }
    // The rare ones have their scripts and their real bars.
    let rare = ["kalman", "volatility_regime", "percentile_regime", "supertrend_flip"]
    #expect(said > 0 || rare.contains(spec), "\(spec)")
  }

  @Test(arguments: ["0.00000001", "12.34", "92233720368.0"])
  func `says nothing of the extremes of prices that stand still`(price: String) throws {
    let flat = FeatureFixtures.flat(300, price: try #require(Price(price)), volume: nil)
    let stream = FeatureFixtures.stream([("AAA", flat), ("BBB", flat)])
    let specs = [
      "local_extrema", "structure", "market_agreement", "market_zscore", "market_cusum",
      "a=expression:rise=close > mean(close, 20) + stdev(close, 20)",
    ]
    let output = try InMemory.run(stream, [Chain.Link(try DetectStage(specs), entry: nil)])
    let isSilent = !output.contains(#""type":"signal""#)
    #expect(isSilent)
  }
}
