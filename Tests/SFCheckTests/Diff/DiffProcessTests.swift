import Foundation
import SFTestSupport
import Testing

/// The tool as a user runs it.
@Suite struct DiffProcessTests {
  private static let market = "sf-ingest --synthetic --symbols A,B --bars 800 --seed 3"
  private static let run =
    "\(market) | sf-features sma:5 sma:9 | sf-detect sma_cross:5,9 "
    + "| sf-strategy --forward all --exit tp_sl"

  private func diff(
    _ one: String, _ other: String, _ options: String = ""
  ) throws -> (status: Int32, text: String) {
    let result = try Shell.run(
      "(\(one)) > a.jsonl; (\(other)) > b.jsonl; sf-diff \(options) a.jsonl b.jsonl")
    return (result.status, result.output + result.error)
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `says nothing of runs that are the same`() throws {
    let same = try diff(Self.run, Self.run)
    #expect(same.status == 0 && same.text.isEmpty, "\(same.text)")
  }

  /// Keys in another order, and spaces, are another text and the same line.
  @Test func `does not look at how a line is written`() throws {
    let python =
      "python3 -c 'import json,sys\nfor line in sys.stdin: "
      + "print(json.dumps(dict(reversed(json.loads(line).items()))))'"
    let same = try diff(Self.run, "\(Self.run) | \(python)")
    #expect(same.status == 0 && same.text.isEmpty, "\(same.text)")
  }

  /// Each change is made to one stage, and found there, though all behind it differs, too.
  @Test(
    arguments: [
      ("--seed 3", "--seed 4", "sf-ingest", "seed"),
      ("sma:9", "sma:9 | sed 's/\"sma_9\":1/\"sma_9\":2/'", "sf-features", nil),
      ("sma_cross:5,9 ", "sma_cross:5,9 --cooldown 40 ", "sf-detect", "cooldown"),
      ("--exit tp_sl", "--exit tp_sl --fee 0.002", "sf-strategy", "fee"),
      (
        "--exit tp_sl", "--exit tp_sl:take_profit_pct=0.02,stop_loss_pct=0.015", "sf-strategy",
        "exits"
      ),
    ] as [(String, String, String, String?)])
  func `names the stage in which the difference begins`(
    old: String, new: String, stage: String, key: String?
  ) throws {
    let other = Self.run.replacingOccurrences(of: old, with: new)
    #expect(other != Self.run)
    let found = try diff(Self.run, other, "--json")
    #expect(found.status == 1, "\(found.text)")
    let report = try object(found.text)
    #expect(report["stage"] as? String == stage, "\(found.text)")
    let settings = try #require(report["settings"] as? [[String: Any]])
    if let key {
      #expect(settings.contains { ($0["key"] as? String ?? "").hasPrefix(key.prefix(4)) })
    } else {
      #expect(settings.isEmpty)
    }
  }

  /// The line before the first difference is the same in both, and the one named is not.
  @Test func `the first difference is the first`() throws {
    let changed =
      "\(Self.run) | awk '/\"type\":\"fill\"/ && ++n == 5 {sub(/\"fee\":/, \"\\\"fee\\\":1\")} 1'"
    let result = try Shell.run(
      "(\(Self.run)) > a.jsonl; (\(changed)) > b.jsonl; sf-diff --json a.jsonl b.jsonl > d.json; "
        + "cmp a.jsonl b.jsonl | sed 's/.*line //' ; cat d.json")
    let lines = result.output.split(separator: "\n")
    let report = try object(String(lines[1]))
    let place = try #require(report["a"] as? [String: Any])
    #expect(place["line"] as? Int == Int(lines[0]))
    #expect(report["keys"] as? [String] == ["fee"])
    let led = try #require(report["led"] as? [[String: Any]])
    let symbol = try #require((place["text"] as? [String: Any])?["symbol"] as? String)
    #expect(led.contains { $0["type"] as? String == "bar" })
    #expect(led.contains { $0["type"] as? String == "order" })
    #expect(led.allSatisfy { $0["symbol"] == nil || $0["symbol"] as? String == symbol })
  }

  @Test func `a run that was cut ends earlier`() throws {
    let found = try diff(Self.run, "\(Self.run) | head -n 300")
    #expect(found.status == 1 && found.text.contains("no such line"), "\(found.text)")
  }

  @Test func `numbers within the tolerance are the same`() throws {
    let other = Self.run.replacingOccurrences(
      of: "| sf-detect", with: "| sed -E 's/(\"sma_9\":[0-9]+\\.[0-9]{6})/\\11/' | sf-detect")
    let strict = try diff(Self.run, other, "--json")
    #expect(strict.status == 1 && strict.text.contains("values.sma_9"), "\(strict.text)")
    let close = try diff(Self.run, other, "--tolerance 1e-6")
    #expect(close.status == 0, "\(close.text)")
  }

  @Test func `settings alone are a difference, too`() throws {
    let other = Self.run.replacingOccurrences(of: "--exit", with: "--max-positions 50 --exit")
    let found = try diff(Self.run, other)
    #expect(found.status == 1 && found.text.contains("the same lines"), "\(found.text)")
    #expect(found.text.contains("sf-strategy max_positions: null 50"), "\(found.text)")
  }
}
