import Foundation
import SFCommands
import SFCore
import SFRun
import SFTestSupport
import SFTool
import SFWire
import Testing

/// What holds for every model, over random pipelines.
@Suite struct ModelLawTests {
  static let hasPython = Shell.has("python3")
  private static let models = Shell.project.appendingPathComponent("Tests/Models").path
  /// What a model is told and says, and nothing else.
  private static let asking = "\"type\":\"(signal_metrics|book_metrics|decide|decision)\""

  // MARK: Prices

  /// Keys that would be a price, or an amount of money.
  private static let banned =
    "open high low close volume price limit reference cash fee pnl quantity notional capital"

  @Test(.enabled(if: hasPython, "needs python3"), arguments: 0..<16 as Range<UInt64>)
  func `prices times a factor tell a model the same`(seed: UInt64) throws {
    let trading = RandomTrading(seed: seed)
    let told = try told(trading, .one)
    #expect(told.split(separator: "\n").count > 30, "\(trading.options)")
    for scale in RandomTrading.Scale.others {
      let scaled = try self.told(trading, scale)
      let lines = zip(told.split(separator: "\n"), scaled.split(separator: "\n"))
      let first = lines.first { $0 != $1 }.map { "\($0)\n\($1)" } ?? ""
      #expect(scaled == told, "times \(scale): \(trading.options)\n\(first)")
    }
    let keys = try Shell.run(
      "jq -r 'keys[]' | sort -u", input: told
    ).output.split(separator: "\n").map(String.init)
    #expect(keys.contains("hit_rate"))
    for key in Self.banned.split(separator: " ") { #expect(!keys.contains(String(key))) }
  }

  /// A test that cannot fail proves nothing: a probability that is a price is found.
  @Test(.enabled(if: hasPython, "needs python3"))
  func `a price that leaks is seen`() throws {
    let leak = "'leak=expression:rise=close > open,probability=1 - 1 / (1 + close)'"
    let trading = RandomTrading(seed: 1, detectors: leak)
    let told = try told(trading, .one)
    for scale in RandomTrading.Scale.others { #expect(try self.told(trading, scale) != told) }
  }

  /// All bytes that a model is told.
  private func told(_ trading: RandomTrading, _ scale: RandomTrading.Scale) throws -> String {
    let place = try trading.workplace(scale)
    defer { try? FileManager.default.removeItem(at: place) }
    let result = try Shell.run(
      "sf-strategy -q \(trading.options) \(trading.amounts(scale)) "
        + "--model \"python3 \(Self.models)/coin.py told\" < signals.jsonl > /dev/null && cat told",
      in: place)
    try #require(result.status == 0, "\(trading.options): \(result.error)")
    return result.output
  }

  // MARK: Runs

  @Test(.enabled(if: hasPython, "needs python3"), arguments: 100..<130 as Range<UInt64>)
  func `a model that always enters is no model`(seed: UInt64) throws {
    let trading = RandomTrading(seed: seed)
    let place = try trading.workplace(.one)
    defer { try? FileManager.default.removeItem(at: place) }
    let options = "\(trading.options) \(trading.amounts(.one))"
    let result = try Shell.run(
      """
      sf-strategy -q \(options) < signals.jsonl | tail -n +2 > without.jsonl
      sf-strategy -q \(options) --model 'python3 \(Self.models)/enter.py' < signals.jsonl > with.jsonl
      tail -n +2 with.jsonl | grep -vE '\(Self.asking)' | cmp - without.jsonl || exit 1
      sf-strategy -q \(options) --requests < signals.jsonl > asked.jsonl
      tail -n +2 asked.jsonl | grep -vE '\(Self.asking)' | cmp - without.jsonl || exit 1
      tail -n +2 with.jsonl | grep -v '"type":"decision"' | cmp - <(tail -n +2 asked.jsonl) || exit 1
      jq -r 'select(.type == "order" and .intent == "enter").id' with.jsonl | sort > orders
      jq -r 'select(.type == "decide").id' with.jsonl | sort > asked
      comm -23 orders asked
      uniq -d asked
      wc -l < orders
      """, in: place)
    #expect(result.status == 0, "\(options): \(result.error)\(result.output)")
    // Every order has the id of its request, and nothing but their number is printed.
    #expect(
      Int(result.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0 > 0, "\(options)")
  }

  @Test(.enabled(if: hasPython, "needs python3"), arguments: 200..<220 as Range<UInt64>)
  func `a run is repeated without its model, and is sound`(seed: UInt64) throws {
    let trading = RandomTrading(seed: seed)
    let place = try trading.workplace(.one)
    defer { try? FileManager.default.removeItem(at: place) }
    let options = "\(trading.options) \(trading.amounts(.one)) --model-wait 2 --signal-window 9"
    let result = try Shell.run(
      """
      sf-strategy -q \(options) --model 'python3 \(Self.models)/coin.py' < signals.jsonl > run.jsonl
      sf-strategy -q \(trading.options) \(trading.amounts(.one)) --decisions run.jsonl \
        < signals.jsonl | cmp - run.jsonl || exit 1
      sf-check -q run.jsonl || exit 1
      # Each signal ends as one order or one refusal, also what has waited.
      jq -r 'select(.type == "signal") | .symbol + " " + .detector' signals.jsonl | wc -l
      jq -s '[.[] | select(.type == "refusal" and .detector != null)] | length' run.jsonl
      """, in: place)
    #expect(result.status == 0, "\(options): \(result.error)\(result.output)")
  }

  @Test(.enabled(if: hasPython, "needs python3"))
  func `a run of other data or other settings is no record of this one`() throws {
    let result = try Shell.run(
      """
      market() { sf-ingest --synthetic --bars 2000 --seed $1 | sf-features sma:5 sma:12 |
        sf-detect sma_cross:5,12; }
      market 1 | sf-strategy -q --exit tp_sl --requests > run.jsonl
      market 2 | sf-strategy -q --exit tp_sl --decisions run.jsonl > /dev/null; echo $?
      market 1 | sf-strategy -q --exit time:5 --decisions run.jsonl > /dev/null; echo $?
      market 1 | sf-strategy -q --exit tp_sl > plain.jsonl
      market 1 | sf-strategy -q --exit tp_sl --decisions plain.jsonl > /dev/null; echo $?
      """)
    #expect(result.output == "65\n65\n78\n", "\(result.error)")
    #expect(result.error.contains("expected a run with a model"))
  }

  // MARK: Stopped and resumed

  @Test(.enabled(if: hasPython, "needs python3"), arguments: 0..<6 as Range<UInt64>)
  func `a strategy with a model goes on as if nothing had happened`(seed: UInt64) throws {
    let signals = try Shell.run(
      "sf-ingest --synthetic --symbols A,B --bars 500 --seed 3 | sf-features sma:3 sma:8 "
        + "| sf-detect sma_cross:3,8")
    func link() throws -> Chain.Link {
      try StrategyCommand.parse([
        "--exit", "tp_sl:0.003,0.003", "--allow-short", "--model",
        "python3 \(Self.models)/coin.py", "--signal-window", "7", "--signal-horizon", "4",
      ]).makeLink(InMemory.log)
    }
    let plain = try InMemory.run(signals.output, [try link()])
    #expect(plain.contains("\"waited\":2"))
    #expect(try InMemory.run(signals.output, [try link()], resumingWithSeed: seed) == plain)
  }
}
