import Foundation
import SFCore
import SFLabel
import SFTestSupport
import Testing

/// What holds for every label of the catalog.
@Suite struct LabelLawTests {
  static let kinds = labelerCatalog.members.map { $0.kind }

  /// A spec of a kind with short windows.
  private func spec(_ kind: String) -> String {
    switch kind {
    case "trend_scanning": "trend_scanning:3,10"
    case "volatility_regime", "volume_regime": "\(kind):5,20"
    case "take_profit_time": "take_profit_time:0.01,12"
    default: "\(kind):horizon=12"
    }
  }

  private func stream(_ count: Int, seed: UInt64) -> String {
    Labelled.stream(
      FeatureFixtures.walk(count, seed: seed),
      (0..<count).filter { $0 % 5 == 2 }.map { ($0, $0 % 2 == 0 ? .rise : .fall, "d") })
  }

  @Test func `is in alphabetical order, and every default is valid`() throws {
    #expect(Self.kinds == Self.kinds.sorted() && Set(Self.kinds).count == Self.kinds.count)
    for kind in Self.kinds { _ = try LabelStage([kind]) }
  }

  @Test(arguments: kinds)
  func `goes on after a stop at any mark`(kind: String) throws {
    let stream = stream(200, seed: 3)
    let whole = try InMemory.run(stream, [Labelled.link([spec(kind)])])
    for seed in 0..<6 as Range<UInt64> {
      let resumed = try InMemory.run(
        stream, [Labelled.link([spec(kind)])], resumingWithSeed: seed)
      #expect(resumed == whole, "seed \(seed)")
    }
  }

  /// A label is never known early: what has been written by a mark is the same whatever follows.
  @Test(arguments: kinds)
  func `says the same of the past whatever the future is`(kind: String) throws {
    let stream = stream(120, seed: 4)
    let whole = try InMemory.run(stream, [Labelled.link([spec(kind)])])
    let lines = stream.split(separator: "\n", omittingEmptySubsequences: true)
    for marks in [1, 30, 77, 119] {
      var left = marks
      let end = try #require(
        lines.firstIndex {
          left -= $0.contains("\"type\":\"mark\"") ? 1 : 0
          return left == 0
        })
      let prefix = lines[...end].joined(separator: "\n") + "\n"
      let output = try InMemory.run(prefix, [Labelled.link([spec(kind)])])
      #expect(whole.hasPrefix(output), "\(marks) marks")
    }
  }

  @Test(arguments: kinds)
  func `says each thing once and nothing before its bar`(kind: String) throws {
    let bars = FeatureFixtures.walk(90, seed: 5)
    let said = try Labelled.run(spec(kind), bars, [(7, .rise, "d"), (80, .fall, "d")])
    #expect(said.map(\.at).sorted() == (kind == "meta_label" ? [7, 80] : Array(bars.indices)))
    #expect(said.allSatisfy { $0.at <= $0.known && $0.end ?? 0 <= $0.known })
    #expect(zip(said, said.dropFirst()).allSatisfy { $0.known <= $1.known })
  }

  /// Prices that fall and never come back leave every level above them waiting.
  @Test(arguments: kinds)
  func `does not grow with the stream`(kind: String) throws {
    func size(_ count: Int) throws -> Int {
      var stage = try LabelStage([spec(kind)])
      var step = Step()
      let series = step.series.index(of: Series(symbol: "A", interval: .minute))
      for bar in 0..<count {
        step.begin(Labelled.start + Int64(bar + 1) * 60_000)
        let price = Price(units: 100_000_000_000_000 - Int64(bar) * 1_000_000_000)
        step.take(
          Bar(series: series, open: price, high: price, low: price, close: price, volume: 1))
        if bar % 3 == 0 { step.take(Signal(series: series, detector: "d", direction: .rise)) }
        try stage.update(&step)
      }
      return try JSONEncoder().encode(stage).count
    }
    let (early, late) = (try size(2_000), try size(12_000))
    #expect(late < early * 2, "\(early) bytes after 2000 bars, \(late) after 12000")
  }

  @Test func `labels each series for itself, by symbol at the end`() throws {
    let walks = [FeatureFixtures.walk(40, seed: 6), FeatureFixtures.walk(40, seed: 7)]
    let both = try InMemory.run(
      FeatureFixtures.stream([("B", walks[0]), ("A", walks[1])]),
      [Labelled.link(["fixed_horizon:4", "triple_barrier:9"])])
    for (symbol, bars) in zip(["B", "A"], walks) {
      let alone = try InMemory.run(
        FeatureFixtures.stream([(symbol, bars)]),
        [Labelled.link(["fixed_horizon:4", "triple_barrier:9"])])
      let own = { (text: String) in
        text.split(separator: "\n").filter {
          $0.contains("\"type\":\"label\"") && $0.contains("\"symbol\":\"\(symbol)\"")
        }
      }
      #expect(own(both) == own(alone) && !own(alone).isEmpty)
    }
    let closing = both.split(separator: "\n").suffix(20).filter { $0.contains("\"value\":null") }
    let symbols = closing.map { $0.contains("\"symbol\":\"A\"") }
    #expect(symbols == symbols.sorted { $0 && !$1 })
  }
}
