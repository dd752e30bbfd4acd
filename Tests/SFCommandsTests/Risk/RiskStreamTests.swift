import Foundation
import SFTestSupport
import Testing

/// `sf-risk` as a process, between what a trader wrote and what it was answered.
@Suite struct RiskStreamTests {
  /// A market of three symbols that lack bars, what a strategy makes of it in one process behind a
  /// gate (`run`), and what the gate writes there (`one`).
  private static func script(_ seed: Int, _ strategy: String, _ rules: String) -> String {
    """
    set -e -o pipefail
    printf 'majors: [A, B]\\nothers: [C]\\n' > groups.yaml
    printf 'pause: [C]\\n' > symbols.yaml
    printf 'symbol,step,tick,min_notional,quote\\nA,0.01,0.01,5,\\nB,0.01,0.01,5,\\nC,1,0.001,5,\\n' \
      > lots.csv
    sf-ingest --synthetic --symbols A,B,C --bars 700 --seed \(seed) |
      awk 'BEGIN { srand(\(seed)) } !/"bar"/ || rand() < 0.95' > cut
    sf-ingest cut > market
    sf-backtest -q "sf-ingest market | sf-features sma:3 sma:7 atr:5 | sf-detect sma_cross:3,7 |
      sf-strategy --allow-short \(strategy) | tee run | sf-risk \(rules)" > one

    """
  }

  private static let strategies = [
    "--exit tp_sl:0.01,0.01 --exit time:20", "--exit signal --size fixed_fraction:0.6",
    "--exit time:5 --entry limit:offset_bps=5,max_bars=3 --lots lots.csv --max-positions 5",
    "--exit signal --max-participation 0.001 --max-positions-per-symbol 3 --trade-from "
      + "2024-01-01T01:00",
  ]

  private static let rules = [
    "--rule position:0.05 --rule exposure:0.3 --rule drawdown:0.002,action=flatten,resume=bars=50",
    "--rule group:groups.yaml --rule symbols:file=symbols.yaml --rule cooldown:3 --explain",
    "--rule concentration:0.1 --rule correlation:window=30 --rule positions:2 --rule rate:3,10m",
    "--rule loss_streak:2 --rule low_profit:trips=2,pause=1h --rule duplicate:5 --rule stale:1",
    "--rule position_age:4 --rule collar:0.01 --rule turnover:0.8 --rule equity_floor:9990", "",
  ]

  @Test(arguments: strategies, rules)
  func `writes what the gate of one process does, also when it is stopped`(
    strategy: String, rules: String
  ) throws {
    let seed = 1 + (Self.rules.firstIndex(of: rules) ?? 0)
    let result = try Shell.run(
      Self.script(seed, strategy, rules) + """
        risk() { sf-risk -q \(rules) --market market --answers run "$@" run; }
        risk > two && cmp one two
        risk --checkpoint saved --checkpoint-every 4h -o three
        marks=$(ls saved | grep -v tmp)
        for mark in $(echo "$marks" | head -n 2); do
          cp one three && risk --checkpoint saved --resume $mark -o three
          cmp one three
        done
        """)
    #expect(result.status == 0, "\(result.output)\(result.error)")
  }

  /// What stands between trader and gate says each order twice, replays those of earlier marks,
  /// invents others, hides fills and makes up some; and what it asks for is what it was.
  @Test func `a stage between trader and gate gets nothing through`() throws {
    let evil = """
      import json, sys
      old = []
      for text in sys.stdin:
          line = json.loads(text)
          kind = line["type"]
          if kind in ("fill", "position", "refusal", "equity"):
              continue
          print(text, end="")
          if kind != "order" or "by" in line:
              continue
          def say(**changes):
              print(json.dumps({**line, **changes}, separators=(",", ":")))
          mark = line["id"].split("-")[0]
          say()
          for earlier in old[-3:]:
              say(**{**earlier, "ts": line["ts"]})
              say(id=earlier["id"], position=earlier["position"])
          say(id="risk-" + mark + "-1")
          say(id=mark + "-90", by="me")
          say(type="control", action="resume", reason="x", who="me")
          say(type="fill", id="f", order=line["id"], price=1.0, fee=0.0, liquidity="taker",
              at=line["ts"])
          large = {"id": mark + "-91", "quantity": round(line["quantity"] * 1000, 6)}
          if line["intent"] == "enter":
              say(**large, position=mark + "-91")
              say(id=mark + "-92", position=mark + "-92", reference=round(line["reference"] / 2, 6))
              say(id=mark + "-93", symbol="NONE", position=mark + "-93")
              say(id=mark + "-94", position=mark + "-94", quantity=0.0)
          else:
              say(**large)
              say(id=mark + "-95", side="buy" if line["side"] == "sell" else "sell")
              say(id=mark + "-96", position="1-1")
          old.append(line)
      """
    let rules = "--rule position:0.1,cut=no --rule exposure:0.3 --rule drawdown:0.01"
    let result = try Shell.run(
      Self.script(3, "--exit signal --exit time:9", rules) + """
        cat > evil.py << 'END'
        \(evil)
        END
        python3 evil.py < run > forged
        sf-risk -q \(rules) --market market --answers run forged > two
        asked() { sf-cat --type order,cancel "$1"; }
        cmp <(asked one) <(asked two)
        test "$(asked one | wc -l)" -gt 30
        sf-cat --type refusal two | grep -o '"reason":"[a-z_]*"' | sort | uniq -c | sort -rn
        """)
    #expect(result.status == 0, "\(result.output)\(result.error)")
    for reason in [
      "known_id", "other_mark", "max_pct", "other_close", "no_market", "too_small",
      "other_position", "no_position",
    ] {
      #expect(result.output.contains("\"\(reason)\""), "\(reason): \(result.output)")
    }
  }

  @Test(arguments: [
    ("sf-risk run", 64, "found no --market"), ("sf-risk --market market run", 64, "no --answers"),
    ("sf-risk --market market --answers run --capital 5 run", 78, "found --capital 5.0"),
    ("sf-risk --market market --answers run --interval 5m run", 78, "found --interval 5m"),
    ("sf-risk --market market --answers run --lots lots.csv run", 78, "found --lots lots.csv"),
    ("sf-risk --market market --answers run market", 78, "found no sf-strategy in the header"),
    ("sf-risk --market market --answers market --capital 10000 market > two", 0, ""),
    ("sf-backtest 'sf-ingest market | sf-risk'", 64, "found sf-risk behind 'sf-ingest'"),
    ("sf-backtest 'sf-risk'", 64, "found sf-risk at the start"),
    (
      "sf-backtest 'sf-ingest market | sf-strategy | sf-risk --market market'", 64,
      "found --market, expected none"
    ),
    (
      "sf-backtest 'sf-ingest market | sf-strategy | cat | sf-risk'", 64,
      "found sf-risk behind 'cat'"
    ),
    (
      "sf-backtest 'sf-ingest market | sf-strategy | sf-risk | sf-report'", 64,
      "found sf-report behind sf-risk"
    ),
    (
      "sf-backtest 'sf-ingest market | sf-strategy --fill close | sf-risk'", 78,
      "found orders that fill at once"
    ),
    (
      "sf-backtest 'sf-ingest market | sf-strategy --close-at-end | sf-risk'", 78,
      "found orders that fill at once"
    ),
    (
      "sf-backtest 'sf-ingest market | sf-strategy | sf-risk --capital 5'", 78,
      "found --capital 5.0"
    ),
    (
      "sf-backtest 'sf-ingest market | sf-broker virtual'", 64,
      "found sf-broker behind 'sf-ingest', expected it behind sf-strategy or sf-risk"
    ),
    (
      "sf-backtest 'sf-ingest market | sf-strategy | sf-broker virtual --market market'", 64,
      "found --market, expected none"
    ),
    (
      "sf-backtest 'sf-ingest market | sf-strategy | sf-broker virtual --ledger book'", 64,
      "found --ledger"
    ),
    (
      "sf-backtest 'sf-ingest market | sf-strategy | sf-broker virtual | sf-report'", 64,
      "found sf-report behind sf-broker"
    ),
    (
      "sf-backtest 'sf-ingest market | sf-strategy | sf-broker virtual | sf-risk'", 64,
      "found sf-risk behind sf-broker, which writes what the venue answers"
    ),
    (
      "sf-backtest 'sf-ingest market | sf-strategy | sf-broker virtual --fee 0.5'", 78,
      "--fee is 0.5, expected 0.001"
    ),
    (
      "sf-backtest 'sf-ingest market | sf-strategy --fill close | sf-broker virtual'", 78,
      "found orders that fill at once"
    ),
  ])
  func `says what is missing, or has no place`(
    command: String, status: Int32, message: String
  ) throws {
    let result = try Shell.run(Self.script(1, "--exit signal", "") + command)
    #expect(result.status == status, "\(result.error)")
    #expect(
      message.isEmpty ? result.error.isEmpty : result.error.contains(message), "\(result.error)")
  }

  @Test func `a program behind it gets what the venue is asked`() throws {
    let result = try Shell.run(
      Self.script(1, "--exit signal", "--rule position:0.05") + """
        sf-backtest -q "sf-ingest market | sf-features sma:3 sma:7 atr:5 | sf-detect sma_cross:3,7 |
          sf-strategy --allow-short --exit signal | sf-risk --rule position:0.05 |
          cat" > two
        cmp one two
        """)
    #expect(result.status == 0, "\(result.error)")
  }
}
