import Foundation
import SFCore
import SFSweep
import SFTestSupport
import Testing

/// What stands beside the best of a sweep.
@Suite struct HonestNumbersTests {
  private static let pipeline =
    "sf-ingest --synthetic --bars 6000 --interval 15m --seed 5 | sf-features sma:{fast} sma:{slow} "
    + "| sf-detect sma_cross:{fast},{slow} | sf-strategy --exit tp_sl"
  private static let grid = "--grid fast=3,5,8,13 --grid slow=15,30,60"

  static let hasNumpy = SweepTool.hasPython("numpy")

  /// Bailey and López de Prado, from the sweep's lines and from the daily returns of the best.
  @Test(.enabled(if: hasNumpy, "needs numpy: bin/setup --tests"))
  func `the deflated Sharpe ratio is that of the definition`() throws {
    let script = """
      import json, subprocess, sys
      from statistics import NormalDist
      import numpy as np
      normal = NormalDist()
      trials = [json.loads(line) for line in open("sweep.jsonl")]
      sharpes = np.array([t["sharpe"] for t in trials if t["sharpe"] is not None])
      best = max((t for t in trials if t["sharpe"] is not None), key=lambda t: t["sharpe"])
      text = sys.argv[1].format(**best["parameters"])
      equity, days, last, open_day = [], [10000.0], 10000.0, None
      for line in subprocess.check_output(["bash", "-c", text]).splitlines():
          line = json.loads(line)
          if line["type"] == "equity": last = line["equity"]
          if line["type"] == "mark":
              open_day = last
              if line["ts"][11:19] == "00:00:00": days.append(last); open_day = None
      if open_day is not None: days.append(last)
      days = np.array(days)
      r = np.diff(days) / days[:-1]
      n, sr = len(r), r.mean() / r.std(ddof=1)
      z = (r - r.mean()) / r.std()
      skew, kurtosis = (z ** 3).mean(), (z ** 4).mean()
      gamma, count = 0.5772156649015329, len(sharpes)
      luck = sharpes.std(ddof=1) / np.sqrt(365) * (
          (1 - gamma) * normal.inv_cdf(1 - 1 / count) + gamma * normal.inv_cdf(1 - 1 / (count * np.e)))
      spread = 1 - skew * sr + (kurtosis - 1) / 4 * sr ** 2
      def psr(above): return normal.cdf((sr - above) * np.sqrt(n - 1) / np.sqrt(spread))
      print(json.dumps({
          "trials": count, "sharpe": sr * np.sqrt(365), "mean_sharpe": sharpes.mean(),
          "sharpe_deviation": sharpes.std(ddof=1), "luck_sharpe": luck * np.sqrt(365),
          "deflated_sharpe_fraction": psr(luck), "probability_of_skill_fraction": psr(0)}))
      """
    try SweepTool.withFolder { folder in
      let options = "\(Self.grid) --results sweep.jsonl --top 2 --format json"
      let first = try Shell.run("sf-sweep \(options) '\(Self.pipeline)'", in: folder)
      #expect(first.status == 0, "\(first.error)")
      try Data(script.utf8).write(to: folder.appendingPathComponent("luck.py"))
      let python = try Shell.run("python3 luck.py '\(Self.pipeline)'", in: folder)
      #expect(python.status == 0, "\(python.error)")
      let tables = try SweepTool.object(first.output)
      let luck = try #require(tables["luck"] as? [String: Any])
      let expected = try SweepTool.object(python.output)
      #expect(expected.count == 7)
      for (key, value) in expected {
        let expected = try #require((value as? NSNumber)?.doubleValue)
        let actual = try #require((luck[key] as? NSNumber)?.doubleValue, "\(key)")
        #expect(abs(actual - expected) <= 1e-9 * max(1, abs(expected)), "\(key)")
      }
      // The trials of an earlier run count as those of this one.
      let again = try Shell.run("sf-sweep \(options) '\(Self.pipeline)'", in: folder)
      #expect(again.output == first.output && again.error.contains("finished: 12 of 12"))
    }
  }

  /// The neighbours are trials of the sweep, and their figures are in its lines.
  @Test func `each parameter is shown a step lower and higher`() throws {
    try SweepTool.withFolder { folder in
      let found = try Shell.run(
        "sf-sweep \(Self.grid) --results sweep.jsonl --sensitivity --format json "
          + "--by final_equity_quote '\(Self.pipeline)'", in: folder)
      #expect(found.status == 0, "\(found.error)")
      let lines = try String(
        contentsOf: folder.appendingPathComponent("sweep.jsonl"), encoding: .utf8)
      var equities: [[Double]: Double] = [:]
      for line in lines.split(separator: "\n") {
        let trial = try SweepTool.object(line)
        let parameters = try #require(trial["parameters"] as? [String: NSNumber])
        let key = ["fast", "slow"].map { parameters[$0]!.doubleValue }
        equities[key] = (trial["final_equity_quote"] as? NSNumber)?.doubleValue
      }
      #expect(equities.count == 12)
      let best = try #require(equities.max { $0.value < $1.value })
      let table = try #require(
        try SweepTool.object(found.output)["sensitivity"] as? [[String: Any]])
      #expect(table.map { $0["parameter"] as? String } == ["fast", "slow"])
      for (place, (row, steps)) in zip(table, [[3.0, 5, 8, 13], [15, 30, 60]]).enumerated() {
        let index = try #require(steps.firstIndex(of: best.key[place]))
        for (side, offset) in [("below", -1), ("above", 1)] {
          let figure = (row["\(side)_final_equity_quote"] as? NSNumber)?.doubleValue
          guard steps.indices.contains(index + offset) else {
            #expect(figure == nil)
            continue
          }
          var key = best.key
          key[place] = steps[index + offset]
          #expect(figure == equities[key], "\(key)")
        }
      }
    }
  }

  @Test func `a step of a drawn parameter is a tenth of its range`() throws {
    let space = ParameterSpace.random(
      try ["a=uniform(0,2)", "b=loguniform(0.01,100)", "c=int(3,53)", "d=choice(x,y,z)"]
        .map(DrawnAxis.init), count: 1, seed: 1)
    func steps(_ name: String, _ value: String) throws -> [String?] {
      let steps = space.steps(of: name, around: try #require(ParameterValue(value)))
      return [steps.below?.text, steps.above?.text]
    }
    #expect(try steps("a", "1") == ["0.8", "1.2"])
    #expect(try steps("a", "0.1") == ["0", "0.3"])
    #expect(try steps("a", "2") == ["1.8", nil])
    #expect(try steps("b", "1") == ["0.398107", "2.51189"])
    #expect(try steps("c", "5") == ["3", "10"])
    #expect(try steps("d", "x") == [nil, "y"])
  }

  @Test func `a neighbour that was drawn nowhere is run`() throws {
    try SweepTool.withFolder { folder in
      let found = try Shell.run(
        "sf-sweep --random 3 --draw 'fast=int(2,12)' --set slow=20 --by final_equity_quote "
          + "--sensitivity --format json --results sweep.jsonl '\(Self.pipeline)'", in: folder)
      #expect(found.status == 0, "\(found.error)")
      let table = try #require(
        try SweepTool.object(found.output)["sensitivity"] as? [[String: Any]])
      #expect(table.count == 1)
      #expect(table[0]["below_final_equity_quote"] is NSNumber)
      #expect(table[0]["above_final_equity_quote"] is NSNumber)
    }
  }
}
