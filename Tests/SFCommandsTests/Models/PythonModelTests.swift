import Foundation
import SFTestSupport
import Testing

/// Models of Python's own libraries, with the real packages.
@Suite struct PythonModelTests {
  private static func has(_ modules: String) -> Bool {
    (try? Shell.run("python3 -c 'import \(modules)'"))?.status == 0
  }
  private static let hasLearning = has("pandas, pyarrow, sklearn") && Shell.has("duckdb")
  private static let hasGymnasium = has("gymnasium, numpy")
  private static let stages = Shell.project.appendingPathComponent("pipelines/stages").path
  private static let models = Shell.project.appendingPathComponent("Tests/Models").path

  // MARK: scikit-learn

  /// A market in which one detector is right and another wrong: who learns from a part of it skips
  /// the other one behind it.
  private static let market = """
    python3 - > signals.jsonl <<'END'
    import json, random
    from datetime import datetime, timedelta
    draw, close, drift, time = random.Random(5), 100.0, 0.0, datetime(2024, 1, 1)
    def say(line): print(json.dumps(line))
    say({"type": "header", "protocol": 1, "stages": [{"name": "market", "version": "1", "config": {}}]})
    for bar in range(9000):
        time += timedelta(hours=1)
        ts = time.isoformat(timespec="milliseconds") + "Z"
        before, close = close, round(close * (1 + drift + draw.gauss(0, 0.001)), 4)
        say({"type": "bar", "ts": ts, "symbol": "S", "interval": "1h", "open": before,
             "high": max(before, close), "low": min(before, close), "close": close})
        if bar % 12 == 0:
            name = draw.choice(["good", "bad"])
            drift = 0.003 if name == "good" else -0.003
            say({"type": "signal", "ts": ts, "symbol": "S", "interval": "1h", "detector": name,
                 "direction": "rise", "strength": 1.0})
        elif bar % 12 == 6:
            drift = 0.0
        say({"type": "mark", "ts": ts})
    say({"type": "end", "ts": ts, "reason": "end_of_input", "counts": {}})
    END
    trade='sf-strategy -q --exit time:6 --fee 0.0001 --max-positions-per-symbol 9'
    """

  @Test(
    .enabled(if: hasLearning, "needs duckdb, pandas, pyarrow and scikit-learn: bin/setup --tests"))
  func `a model of scikit-learn learns which signals gain, from the past alone`() throws {
    let model = "python3 \(Self.stages)/model_sklearn.py"
    let result = try Shell.run(
      """
      \(Self.market)
      $trade --requests < signals.jsonl > run.jsonl
      sf-export -q --training table run.jsonl || exit 1
      \(model) train table model.json || exit 1
      $trade --model '\(model) decide model.json' < signals.jsonl > decided.jsonl || exit 1
      sf-cat signals.jsonl --from 2024-09-01 > later.jsonl
      $trade --model '\(model) walk table --days 365' < later.jsonl > walked.jsonl || exit 1
      for run in decided walked; do
        jq -r 'select(.type == "order" and .intent == "enter").detector' $run.jsonl | sort | uniq -c
      done
      grep -c '"type":"model"' walked.jsonl
      """)
    #expect(result.status == 0, "\(result.error)")
    // Of the first signals nothing is known that tells them apart; behind them, only the good ones.
    let counts = result.output.split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
    let (good, bad) = (
      counts.filter { $0.last == "good" }.compactMap { Int($0[0]) },
      counts.filter { $0.last == "bad" }.compactMap { Int($0[0]) }
    )
    #expect(good.count == 2 && good.allSatisfy { $0 > 50 }, "\(result.output)")
    #expect(bad.reduce(0, +) * 5 < good.reduce(0, +), "\(result.output)")
    #expect(counts.last == ["1"])
  }

  @Test(
    .enabled(if: hasLearning, "needs duckdb, pandas, pyarrow and scikit-learn: bin/setup --tests"),
    .enabled(if: Shell.shared != nil, "needs ../shared/data"))
  func `the study of models walks through real bars`() throws {
    let data = try #require(Shell.shared).appendingPathComponent("data/klines-1h").path
    let result = try Shell.run(
      """
      ln -s '\(Shell.project.path)/pipelines' . && mkdir data || exit 1
      for coin in BTC ETH; do head -n 12000 '\(data)'/${coin}USDT-1h.csv > data/${coin}USDT-1h.csv; done
      sh pipelines/study-models.sh data 180d 120d | tail -n 1
      """)
    #expect(result.status == 0, "\(result.error)")
    let row = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let base = try #require(row["base"] as? [String: Any])
    #expect(base["round_trips"] as? Int ?? 0 > 50, "\(row)")
    let interval = try #require(row["interval"] as? [Double])
    #expect(interval[0] <= interval[1])
  }

  // MARK: Gymnasium

  @Test(.enabled(if: hasGymnasium, "needs gymnasium and numpy: bin/setup --tests"))
  func `the environment passes Gymnasium's checks, and a small policy beats chance`() throws {
    let result = try Shell.run("python3 -W ignore \(Self.models)/gym_policy.py \(Self.stages)")
    #expect(result.status == 0, "\(result.error)")
    let row = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let (chance, learned) = (row["random"] as? Double ?? 0, row["learned"] as? Double ?? 0)
    #expect(learned > 0.001 && learned > chance + 0.001, "\(row)")
    #expect(row["better"] as? Int ?? 0 > 15 && row["same"] as? Bool == true, "\(row)")
    #expect(result.error.isEmpty, "\(result.error)")
  }

  // MARK: A validator

  @Test(.enabled(if: has("numpy"), "needs numpy: bin/setup --tests"))
  func `a validator is a stage, and what it says is heard`() throws {
    let result = try Shell.run(
      """
      market() { sf-ingest --synthetic --bars 9000 --interval 15m --seed $1 |
        sf-features rsi:14 natr:14 sma:5 sma:12 | sf-detect sma_cross:5,12; }
      market 1 | sf-label meta_label:horizon=20 |
        python3 \(Self.stages)/validator.py train validator.json || exit 1
      sf-check --stage -- python3 \(Self.stages)/validator.py judge validator.json || exit 1
      market 2 | python3 \(Self.stages)/validator.py judge validator.json > judged.jsonl || exit 1
      for threshold in 0.01 0.5 0.99; do
        sf-strategy -q --aggregate meta:threshold=$threshold --validator validator \
          --exit time:20 < judged.jsonl | grep -c '"intent":"enter"'
      done
      """)
    let counts = result.output.split(separator: "\n").compactMap { Int($0) }
    try #require(counts.count == 3, "\(result.error)\(result.output)")
    #expect(counts[0] > counts[1] && counts[1] > counts[2] && counts[2] == 0, "\(counts)")
  }
}
