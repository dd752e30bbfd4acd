import Foundation
import SFTestSupport
import Testing

/// `--mode isolated`: each symbol alone with its share.
@Suite struct IsolatedTests {
  private static let pipeline =
    "sf-ingest --synthetic --symbols A,B,C --bars 6000 --interval 15m --seed 5 "
    + "| sf-features sma:{fast} sma:9 | sf-detect sma_cross:{fast},9 "
    + "| sf-strategy --capital 10000.00000001 --exit tp_sl"
  private static let sweep = "sf-sweep --mode isolated --grid fast=3,5"

  static let hasNumpy = SweepTool.hasPython("numpy")

  /// Each symbol's stream by sf-cat, its share by hand, and the sum of all equities by numpy.
  @Test(.enabled(if: hasNumpy, "needs numpy: bin/setup --tests"))
  func `is what the symbols alone sum up to`() throws {
    let script = """
      import json, subprocess, sys
      import numpy as np
      curves, trips, drawn = [], 0, {}
      for symbol, capital in ("A", "3333.33333334"), ("B", "3333.33333334"), ("C", "3333.33333333"):
          text = sys.argv[1].replace("| sf-features", f"| sf-cat --symbol {symbol} | sf-features")
          text = text.replace("10000.00000001", capital)
          lines = [json.loads(line) for line in subprocess.check_output(["bash", "-c", text]).splitlines()]
          curve, marks, last = [], [], float(capital)
          for line in lines:
              if line["type"] == "equity": last = line["equity"]
              if line["type"] == "mark": curve.append(last); marks.append(line["ts"])
              trips += line["type"] == "position" and line["status"] == "closed"
          curve[-1] = last  # the closing line
          curves.append(curve)
      equity = np.sum(np.array(curves), axis=0)
      high = np.maximum.accumulate(np.maximum(equity, 10000.00000001))
      ends = [i for i, ts in enumerate(marks) if ts[11:19] == "00:00:00" or i == len(marks) - 1]
      days = np.concatenate(([10000.00000001], equity[ends]))
      returns = np.diff(days) / days[:-1]
      print(json.dumps({
          "capital_quote": 10000.00000001, "final_equity_quote": equity[-1],
          "total_return_fraction": equity[-1] / 10000.00000001 - 1,
          "max_drawdown_fraction": np.max((high - equity) / high), "round_trips": trips,
          "daily_returns": len(returns),
          "sharpe": np.mean(returns) / np.std(returns, ddof=1) * np.sqrt(365)}))
      """
    let lines = try Shell.run("\(Self.sweep) '\(Self.pipeline)'")
    #expect(lines.status == 0, "\(lines.error)")
    try SweepTool.withFolder { folder in
      try Data(script.utf8).write(to: folder.appendingPathComponent("sum.py"))
      for line in lines.output.split(separator: "\n") {
        let found = try SweepTool.object(line)
        let parameters = try #require(found["parameters"] as? [String: Any])
        let text = Self.pipeline.replacingOccurrences(
          of: "{fast}", with: "\(parameters["fast"] ?? "")")
        let python = try Shell.run("python3 sum.py '\(text)'", in: folder)
        #expect(python.status == 0, "\(python.error)")
        for (key, value) in try SweepTool.object(python.output) {
          let expected = try #require((value as? NSNumber)?.doubleValue)
          let actual = try #require((found[key] as? NSNumber)?.doubleValue, "\(key)")
          #expect(abs(actual - expected) <= 1e-9 * max(1, abs(expected)), "\(key)")
        }
      }
    }
  }

  @Test func `says the same with any number of jobs and as processes`() throws {
    let one = try Shell.run("\(Self.sweep) --jobs 1 '\(Self.pipeline)'")
    let many = try Shell.run("\(Self.sweep) --jobs 7 '\(Self.pipeline)'")
    #expect(one.status == 0 && one.output == many.output, "\(one.error)")
    let foreign = Self.pipeline.replacingOccurrences(
      of: "| sf-strategy", with: "| cat | sf-strategy")
    let processes = try Shell.run("\(Self.sweep) '\(foreign)'")
    #expect(processes.status == 0, "\(processes.error)")
    #expect(SweepTool.figures(processes) == SweepTool.figures(one))
    #expect(SweepTool.figures(one).count == 2)
  }

  /// What a symbol does not see is not known to it: all of the market is one symbol's.
  @Test func `one symbol alone is the portfolio of it`() throws {
    let single = Self.pipeline.replacingOccurrences(of: "A,B,C", with: "A")
    let isolated = try Shell.run("\(Self.sweep) '\(single)'")
    let portfolio = try Shell.run("sf-sweep --grid fast=3,5 '\(single)'")
    #expect(isolated.status == 0 && SweepTool.figures(isolated) == SweepTool.figures(portfolio))
  }

  @Test func `what has no sf-strategy at its end cannot be isolated`() throws {
    let none = try Shell.run(
      "sf-sweep --mode isolated --grid n=3 'sf-ingest --synthetic --bars 10 | sf-features sma:{n}'")
    #expect(none.status == 1)
    #expect(none.output.contains("must end with sf-strategy"), "\(none.output)")
    let unknown = try Shell.run(
      "sf-sweep --mode isolated --grid n=3 'cat x | sf-features sma:{n} | sf-strategy'")
    #expect(unknown.output.contains("must begin with sf-ingest"), "\(unknown.output)")
  }
}
