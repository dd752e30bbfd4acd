import Foundation
import SFTestSupport
import Testing

/// A gate behind the strategy of a sweep: reports are of what the trader did.
@Suite struct GatedSweepTests {
  private static let market =
    "sf-ingest --synthetic --symbols A,B --bars 3000 --interval 15m --seed 5"
  private static let stages = "sf-features sma:3 sma:9 | sf-detect sma_cross:3,9"
  private static let strategy = "sf-strategy --exit tp_sl:0.01,0.01"
  private static let gate = "sf-risk --rule position:{share} --rule cooldown:{bars}"
  private static let grid = "--grid share=0.02,0.05 --grid bars=1,8"

  private func object(_ text: some StringProtocol) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// The trials of a sweep, each with what `sf-report` says of the trader's lines alone.
  @Test(arguments: [("", ""), ("", " | sf-broker virtual"), ("cat | ", " | sf-broker virtual")])
  func `says of each trial what its run says`(foreign: String, venue: String) throws {
    let text =
      "\(Self.market) | \(Self.stages) | \(foreign)\(Self.strategy) | \(Self.gate)\(venue)"
    let result = try Shell.run("sf-sweep \(Self.grid) '\(text)'")
    #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 4)
    var equities: Set<Double> = []
    for line in lines {
      let trial = try object(line)
      let parameters = try #require(trial["parameters"] as? [String: Any])
      let filled = parameters.reduce(text.replacingOccurrences(of: "cat | ", with: "")) {
        $0.replacingOccurrences(of: "{\($1.key)}", with: "\($1.value)")
      }
      .replacingOccurrences(of: "| sf-risk", with: "| tee run | sf-risk")
      let alone = try Shell.run(
        "sf-backtest -q '\(filled)' > asked && sf-report --format json run")
      #expect(alone.status == 0, "\(alone.error)")
      let summary = try #require(try object(alone.output)["summary"] as? [String: Any])
      for key in ["final_equity_quote", "round_trips", "max_drawdown_fraction"] {
        #expect("\(trial[key] ?? "")" == "\(summary[key] ?? "none")", "\(key) of \(parameters)")
      }
      equities.insert(try #require(summary["final_equity_quote"] as? Double))
    }
    #expect(equities.count == 4, "each parameter counts: \(equities)")
  }

  @Test func `a walk closes its slices behind a gate`() throws {
    let options = "--train 31d --test 15d --format json"
    let sweep = "-- sf-sweep --grid share=0.02,0.05"
    let market = Self.market.replacingOccurrences(of: "3000", with: "6000")
    let text = "\(market) | \(Self.stages) | \(Self.strategy)"
    let gated = try Shell.run(
      "sf-walk \(options) \(sweep) '\(text) | sf-risk --rule position:{share} | sf-broker virtual'")
    #expect(gated.status == 0, "\(gated.error)")
    // A strategy that sizes so by itself does the same.
    let sized = try Shell.run("sf-walk \(options) \(sweep) '\(text) --max-position-pct {share}'")
    #expect(sized.status == 0, "\(sized.error)")
    #expect(gated.output == sized.output)
    #expect(!gated.output.isEmpty)
  }

  @Test(arguments: [
    ("| sf-risk --rule position:{n} | sf-report", "found sf-report behind sf-risk"),
    ("--capital 1{n} | sf-broker virtual | sf-report", "found sf-report behind sf-broker"),
    ("--capital 1{n} | sf-broker virtual --output x", "with the file 'x', which every trial"),
    ("| cat | sf-risk --rule position:{n}", "found sf-risk behind 'cat'"),
    ("| sf-risk --rule positon:{n}", "'positon' is no rule"),
  ])
  func `says what has no place`(tail: String, message: String) throws {
    let result = try Shell.run(
      "sf-sweep --grid n=1,2 '\(Self.market) | \(Self.stages) | \(Self.strategy) \(tail)'")
    #expect([1, 64].contains(result.status), "\(result.error)")
    #expect((result.error + result.output).contains(message), "\(result.error)\(result.output)")
  }
}
