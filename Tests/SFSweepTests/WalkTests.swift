import Foundation
import SFCore
import SFSweep
import SFTestSupport
import Testing

@Suite struct WalkScheduleTests {
  private static let day = Timestamp.millisecondsPerDay

  /// Trains and tests in days from the beginning of the market.
  private func folds(_ schedule: WalkSchedule, days: Int64) -> [String] {
    schedule.folds(from: .earliest, to: .earliest + days * Self.day).map { fold in
      func text(_ slice: Slice) -> String {
        "\((slice.from - .earliest) / Self.day)-\((slice.to - .earliest) / Self.day)"
      }
      return "\(text(fold.train)) \(text(fold.test))"
    }
  }

  @Test func `tests follow each other, each behind its train`() throws {
    let day = Self.day
    let rolling = try WalkSchedule(train: 4 * day, test: 2 * day)
    #expect(folds(rolling, days: 10) == ["0-4 4-6", "2-6 6-8", "4-8 8-10"])
    #expect(folds(rolling, days: 9) == ["0-4 4-6", "2-6 6-8"])
    #expect(folds(rolling, days: 5).isEmpty)
    let anchored = try WalkSchedule(train: 4 * day, test: 2 * day, isAnchored: true)
    #expect(folds(anchored, days: 10) == ["0-4 4-6", "0-6 6-8", "0-8 8-10"])
    let apart = try WalkSchedule(train: 4 * day, test: day, step: 3 * day, embargo: day)
    #expect(folds(apart, days: 9) == ["0-4 5-6", "3-7 8-9"])
  }

  @Test func `a time is never judged twice`() {
    #expect(throws: ConfigurationError.self) { try WalkSchedule(train: 4, test: 2, step: 1) }
    #expect(throws: ConfigurationError.self) { try WalkSchedule(train: 0, test: 2) }
    #expect(throws: ConfigurationError.self) { try WalkSchedule(train: 4, test: 2, embargo: -1) }
  }
}

/// The tool as a user runs it.
@Suite struct WalkTests {
  private static let market =
    "sf-ingest --synthetic --symbols A,B --bars 9000 --interval 15m --seed 5"
  private static let stages =
    "sf-features sma:{fast} sma:{slow} | sf-detect sma_cross:{fast},{slow}"
  private static let strategy = "sf-strategy --exit tp_sl"
  private static let grid = "--grid fast=3,5,8 --grid slow=9,20,40 --where 'fast < slow'"
  private static let walk = "sf-walk --train 31d --test 15d --embargo 1d --format json"

  private func walk(
    _ options: String = "", sweep: String = "", stages: String = stages
  ) -> String {
    "\(Self.walk) \(options) -- sf-sweep \(Self.grid) \(sweep) "
      + "'\(Self.market) | \(stages) | \(Self.strategy)'"
  }

  static let hasNumpy = SweepTool.hasPython("numpy")

  /// Each slice by pipes of processes, where sf-cat stands between what is warm and what trades;
  /// choices, ratios and the joined run by Python.
  @Test(.enabled(if: hasNumpy, "needs numpy: bin/setup --tests"))
  func `chooses and judges as pipes do`() throws {
    let script = """
      import datetime as dt, json, subprocess, sys
      import numpy as np
      market, stages, strategy = sys.argv[1:4]
      def at(day): return (dt.datetime(2024, 1, 1) + dt.timedelta(day)).isoformat(timespec="milliseconds")
      def run(fast, slow, begin, end, capital, report):
          cut = f"sf-cat --from {at(begin)[:-3]}001Z --to {at(end)[:-3]}001Z"
          text = f"{market} | {stages} | {cut} | {strategy} --close-at-end --capital {capital}"
          text = text.replace("{fast}", str(fast)).replace("{slow}", str(slow)) + report
          return subprocess.check_output(["bash", "-c", text])
      trials = [(f, s) for f in (3, 5, 8) for s in (9, 20, 40) if f < s]
      folds, capital, curve, ends, trips, begin = [], 10000.0, [], [], 0, 0
      while begin + 47 <= 93.75:
          def figures(fast, slow, a, b, money):
              return json.loads(run(fast, slow, a, b, money, " | sf-report --format json"))["summary"]
          found = [figures(*t, begin, begin + 31, 10000) for t in trials]
          sharpes = [-np.inf if x["sharpe"] is None else x["sharpe"] for x in found]
          best = int(np.argmax(sharpes))
          a, b = begin + 32, begin + 47
          test = figures(*trials[best], a, b, f"{capital:.8f}")
          last = capital
          for line in run(*trials[best], a, b, f"{capital:.8f}", "").splitlines():
              line = json.loads(line)
              if line["type"] == "equity": last = line["equity"]
              if line["type"] == "mark":
                  curve.append(last)
                  if line["ts"][11:19] == "00:00:00": ends.append(len(curve) - 1)
              if line["type"] == "end": curve[-1] = last
          trips += test["round_trips"]
          folds.append({"fast": trials[best][0], "slow": trials[best][1],
                        "train": sharpes[best], "test": test["total_return_fraction"]})
          capital = last
          begin += 15
      curve = np.array(curve)
      days = np.concatenate(([10000.0], curve[ends]))
      r = np.diff(days) / days[:-1]
      high = np.maximum.accumulate(np.maximum(curve, 10000))
      fast = np.array([f["fast"] for f in folds])
      print(json.dumps({"folds": folds, "joined": {
          "joined_final_equity_quote": capital, "joined_round_trips": trips,
          "joined_total_return_fraction": capital / 10000 - 1,
          "joined_sharpe": r.mean() / r.std(ddof=1) * np.sqrt(365),
          "joined_max_drawdown_fraction": ((high - curve) / high).max()},
          "mean": fast.mean(), "deviation": fast.std(ddof=1),
          "changes": int((np.diff(fast) != 0).sum())}))
      """
    try SweepTool.withFolder { folder in
      try Data(script.utf8).write(to: folder.appendingPathComponent("walk.py"))
      let found = try Shell.run(walk("--output tests.jsonl"), in: folder)
      #expect(found.status == 0, "\(found.error)")
      let python = try Shell.run(
        "python3 walk.py '\(Self.market)' '\(Self.stages)' '\(Self.strategy)'", in: folder)
      #expect(python.status == 0, "\(python.error)")
      let (tables, expected) = (
        try SweepTool.object(found.output), try SweepTool.object(python.output)
      )
      let folds = try #require(tables["folds"] as? [[String: Any]])
      let expectedFolds = try #require(expected["folds"] as? [[String: Any]])
      #expect(folds.count == expectedFolds.count && folds.count == 4)
      for (fold, other) in zip(folds, expectedFolds) {
        #expect(number(fold["fast"]) == number(other["fast"]))
        #expect(number(fold["slow"]) == number(other["slow"]))
        #expect(number(fold["train_sharpe"]) == number(other["train"]))
        #expect(number(fold["test_total_return_fraction"]) == number(other["test"]))
      }
      let walk = try #require(tables["walk"] as? [String: Any])
      for (key, value) in try #require(expected["joined"] as? [String: Any]) {
        let (actual, expected) = (try #require(number(walk[key]), "\(key)"), number(value)!)
        #expect(abs(actual - expected) <= 1e-9 * max(1, abs(expected)), "\(key)")
      }
      let stability = try #require(tables["stability"] as? [[String: Any]])
      #expect(number(stability[0]["mean"]) == number(expected["mean"]))
      #expect(number(stability[0]["changes"]) == number(expected["changes"]))
      #expect(
        abs(number(stability[0]["deviation"])! - number(expected["deviation"])!) < 1e-12)
      // The tests as one run are a run like any other.
      let report = try Shell.run("sf-report tests.jsonl --format json", in: folder)
      #expect(report.status == 0, "\(report.error)")
      let summary = try #require(try SweepTool.object(report.output)["summary"] as? [String: Any])
      #expect(number(summary["sharpe"]) == number(walk["joined_sharpe"]))
      #expect(number(summary["round_trips"]) == number(walk["joined_round_trips"]))
      #expect(try Shell.run("sf-check tests.jsonl", in: folder).status == 0)
    }
  }

  private func number(_ value: Any?) -> Double? {
    (value as? NSNumber)?.doubleValue ?? (value as? String).flatMap(Double.init)
  }

  @Test(arguments: ["portfolio", "isolated", "unlimited"])
  func `a foreign stage changes nothing`(mode: String) throws {
    let sweep = "--mode \(mode) --where 'slow == 20 and fast < 8'"
    let own = try Shell.run(walk("--anchored --step 30d", sweep: sweep))
    let foreign = try Shell.run(
      walk("--anchored --step 30d", sweep: sweep, stages: Self.stages + " | cat"))
    #expect(own.status == 0 && own.output.contains("joined_sharpe"), "\(own.error)")
    #expect(foreign.output == own.output, "\(foreign.error)")
  }

  @Test func `killed at any time and run again it says the same`() throws {
    try SweepTool.withFolder { folder in
      let whole = try Shell.run(walk(), in: folder)
      let command = walk(sweep: "--results r.jsonl")
      var random = SeededGenerator(seed: 3)
      for _ in 0..<6 {
        let delay = 0.05 + Double(random.next() % 400) / 1_000
        _ = try Shell.run("timeout -s KILL \(delay) \(command)", in: folder)
      }
      let last = try Shell.run(command, in: folder)
      #expect(last.status == 0 && last.output == whole.output, "\(last.error)")
      let file = folder.appendingPathComponent("r.jsonl")
      let kept = try String(contentsOf: file, encoding: .utf8)
      #expect(kept.split(separator: "\n").count == 4 * 9)
      #expect(try Shell.run(command, in: folder).output == whole.output)
      #expect(try String(contentsOf: file, encoding: .utf8) == kept, "nothing ran again")
    }
  }

  /// What comes behind a test is not known to it: a longer market only adds folds.
  @Test func `the past does not know the future`() throws {
    let long = try SweepTool.object(try Shell.run(walk()).output)
    let short = try SweepTool.object(
      try Shell.run(walk().replacingOccurrences(of: "--bars 9000", with: "--bars 7500")).output)
    let (all, some) = (
      try #require(long["folds"] as? [NSDictionary]),
      try #require(short["folds"] as? [NSDictionary])
    )
    #expect(some.count == 3 && Array(all.prefix(3)) == some)
  }

  @Test(
    arguments: [
      ("--train 31 --test 15d -- sf-sweep", "one of s m h d w, such as 30d"),
      ("--train 300d --test 15d -- sf-sweep", "are longer than the market"),
      ("--train 31d --test 15d --step 1d -- sf-sweep", "judged twice"),
      ("--train 31d --test 15d -- sf-report", "expected sf-sweep"),
      ("--train 31d --test 15d --by sharp -- sf-sweep", "no figure of sf-report"),
      ("--train 3d --test 5d -- sf-sweep", "30 daily returns"),
    ])
  func `says what is wrong`(options: String, message: String) throws {
    let result = try Shell.run(
      "sf-walk \(options) \(Self.grid) '\(Self.market) | \(Self.stages) | \(Self.strategy)'")
    #expect(result.status >= 64 && result.error.contains(message), "\(result.error)")
  }
}
