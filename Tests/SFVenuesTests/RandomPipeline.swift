import SFTestSupport

/// A pipeline with a random strategy whose orders fill at later marks: its market has gaps, and marks
/// at which a symbol has no bar.
struct RandomPipeline {
  /// Before the strategy, behind the market.
  let signals: String
  /// The options of the strategy.
  let strategy: String
  /// The rules of the gate behind it, as options; `nil` where none stands there.
  let rules: String?
  /// Makes the market, and what strategy and gate read.
  let preparation: String

  private static let exits = [
    "tp_sl:0.004,0.003", "trailing_stop:0.004", "volatility:2,1", "break_even:0.003,0.0005",
    "time:max_bars=7", "signal",
  ]
  private static let choices: [[String]] = [
    ["", "--fee 0.0005", "--fee maker=0.0002,taker=0.001"], ["", "--slippage 5bps"],
    [
      "", "--size fixed_notional:1500", "--size volatility_target", "--size atr_risk",
      "--size fixed_fraction:0.7",
    ], ["", "--entry limit:offset_bps=4,max_bars=3", "--entry limit:offset_bps=0"],
    ["", "--lots lots.csv"], ["", "--max-participation 0.05"], ["", "--max-wait 90s"],
    ["", "--allow-short"], ["", "--max-positions-per-symbol 3", "--max-positions 2"],
    ["", "--min-notional 300"], ["", "--filter cooldown:bars=4", "--max-exposure 0.8"],
    ["", "--metrics", "--explain", "--position-meta"], ["", "--id mine"],
  ]

  private static let gates = [
    "position:0.05", "concentration:0.12", "exposure:0.5,net=0.3", "correlation:0.5,max_pct=0.2",
    "group:groups.yaml,max_pct=0.15", "positions:2", "symbols:pause=C", "collar:0.003", "rate:3,5m",
    "turnover:0.8", "stale:1", "duplicate:5", "cooldown:6", "loss_streak:2,pause=30m",
    "low_profit:trips=2,pause=40m", "daily_loss:0.004,action=flatten",
    "drawdown:0.004,action=flatten,resume=bars=20", "drawdown:0.01,resume=recover=0.005",
    "equity_floor:9950,action=halt", "position_age:4",
  ]

  /// Every fourth has no gate, and every fourth one without rules.
  private static func rules(seed: UInt64, _ random: inout SeededGenerator) -> String? {
    switch seed % 4 {
    case 1: nil
    case 3: ""
    default:
      gates.shuffled(using: &random).prefix(Int.random(in: 1...5, using: &random))
        .map { "--rule \($0)" }.joined(separator: " ")
    }
  }

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func pick(_ texts: [String]) -> String {
      texts[Int.random(in: texts.indices, using: &random)]
    }
    let exits = (0..<Int.random(in: 1...2, using: &random)).map { _ in "--exit " + pick(Self.exits)
    }
    strategy = (exits + Self.choices.map(pick)).filter { !$0.isEmpty }.joined(separator: " ")
    rules = Self.rules(seed: seed, &random)
    signals =
      "sf-features sma:5 sma:9 atr:14 ret_std:20 | sf-detect sma_cross:5,9 "
      + "up=threshold:sma_5,above=100,direction=rise"
    preparation = """
      printf 'symbol,step,tick,min_notional,quote\\nA,0.01,0.01,5,\\nB,0.5,0.1,0,\\nC,0.001,0.001,10,\\n' > lots.csv
      printf 'first: [A, B]\\nsecond: [C]\\n' > groups.yaml
      sf-ingest --synthetic --symbols A,B,C --bars 400 --seed \(seed) |
        awk 'BEGIN { srand(\(seed)) } !/"type":"bar"/ || rand() > 0.08' > bars.jsonl
      """
  }

  /// The strategy with the venue that it holds itself, in one process.
  var whole: String { "sf-backtest \"\(start) | sf-strategy \(strategy)\"" }

  private var start: String { "sf-ingest bars.jsonl | \(signals)" }

  /// The text of the whole loop. `tees` say where the lines of strategy and gate are kept.
  func text(tees: (strategy: String, gate: String)? = nil) -> String {
    let gate = rules.map { "sf-risk \($0)" }
    let stages = [
      start, "sf-strategy \(strategy)", tees.map { "tee \($0.strategy)" }, gate,
      gate.flatMap { _ in tees.map { "tee \($0.gate)" } }, "sf-broker virtual",
    ]
    return stages.compactMap(\.self).joined(separator: " | ")
  }
}
