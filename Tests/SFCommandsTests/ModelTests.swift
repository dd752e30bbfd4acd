import Foundation
import SFTestSupport
import Testing

/// Whole configurations against a model in plain Python that shares no code with the tools: the
/// same fills, to the last digit.
@Suite struct ModelTests {
  static let hasPython = (try? Shell.run("command -v python3").status) == 0

  struct Case: CustomStringConvertible, Sendable {
    let description: String
    let options: String
    let model: String
  }

  static let cases = [
    Case(
      description: "tp_sl at the next open",
      options: "--exit tp_sl:0.012,0.008 --slippage 3bps --size fixed_fraction:0.4",
      model: "target=0.012 stop=0.008 slippage=0.0003 size=0.4"),
    Case(
      description: "a trailing stop inside bars",
      options: "--exit trailing_stop:0.011 --exit-trigger intrabar --slippage 0.00025",
      model: "exit=trailing_stop trail=0.011 trigger=intrabar slippage=0.00025"),
    Case(
      description: "two symbols with shorts and limits",
      options:
        "--exit tp_sl:0.01,0.007 --exit-trigger intrabar --allow-short --size fixed_fraction:0.9"
        + " --fee maker=0.0002,taker=0.0007 --entry limit:offset_bps=7.5,max_bars=3",
      model: "target=0.01 stop=0.007 trigger=intrabar short=yes size=0.9 fee=0.0007 maker=0.0002"
        + " limit_bps=7.5 max_bars=3"),
    Case(
      description: "shorts at closes, as large as the cash allows",
      options: "--exit trailing_stop:0.02 --allow-short --size fixed_fraction:1 --slippage 10bps"
        + " --min-notional 0",
      model: "exit=trailing_stop trail=0.02 short=yes size=3 slippage=0.001"),
  ]

  @Test(.enabled(if: hasPython, "needs python3"), arguments: cases, [1, 2])
  func `agrees with a plain model, fill for fill`(configuration: Case, seed: Int) throws {
    let model = Shell.project.appendingPathComponent("Tests/Models/trading.py").path
    let signals =
      "sf-ingest --synthetic --symbols BTC,ETH --bars 6000 --interval 15m --seed \(seed)"
      + " | sf-features sma:5 sma:12 | sf-detect sma_cross:5,12"
    let tools = try Shell.run(
      "\(signals) | sf-strategy \(configuration.options) | sf-cat --type fill")
    let plain = try Shell.run("\(signals) | python3 \(model) \(configuration.model)")
    try #require(tools.status == 0, "\(tools.error)")
    try #require(plain.status == 0, "\(plain.error)")
    let (ours, theirs) = (try fills(tools.output), try fills(plain.output))
    #expect(theirs.count > 100, "the model makes \(theirs.count) fills")
    #expect(ours.count == theirs.count)
    for (index, pair) in zip(ours, theirs).enumerated() where pair.0 != pair.1 {
      Issue.record("fill \(index): \(pair.0), expected \(pair.1)")
      break
    }
  }

  /// `ts id side price quantity fee position liquidity at` of each.
  private func fills(_ text: String) throws -> [String] {
    try text.split(separator: "\n").map { line in
      let fields = try #require(
        JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      return try ["ts", "id", "side", "price", "quantity", "fee", "position", "liquidity", "at"]
        .map { key in
          let value = try #require(fields[key])
          if let number = value as? NSNumber { return number.description(withLocale: nil) }
          let text = "\(value)"
          return Double(text).map { NSNumber(value: $0).description(withLocale: nil) } ?? text
        }
        .joined(separator: " ")
    }
  }
}
