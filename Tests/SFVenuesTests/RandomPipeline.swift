import SFTestSupport

/// A pipeline with a random strategy whose orders fill at later marks: its market has gaps, and marks
/// at which a symbol has no bar.
struct RandomPipeline {
  /// Before the strategy, behind the market.
  let signals: String
  /// The options of the strategy.
  let strategy: String
  /// Makes the market, and what the strategy reads.
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

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func pick(_ texts: [String]) -> String {
      texts[Int.random(in: texts.indices, using: &random)]
    }
    let exits = (0..<Int.random(in: 1...2, using: &random)).map { _ in "--exit " + pick(Self.exits)
    }
    strategy = (exits + Self.choices.map(pick)).filter { !$0.isEmpty }.joined(separator: " ")
    signals =
      "sf-features sma:5 sma:9 atr:14 ret_std:20 | sf-detect sma_cross:5,9 "
      + "up=threshold:sma_5,above=100,direction=rise"
    preparation = """
      printf 'symbol,step,tick,min_notional,quote\\nA,0.01,0.01,5,\\nB,0.5,0.1,0,\\nC,0.001,0.001,10,\\n' > lots.csv
      sf-ingest --synthetic --symbols A,B,C --bars 400 --seed \(seed) |
        awk 'BEGIN { srand(\(seed)) } !/"type":"bar"/ || rand() > 0.08' > bars.jsonl
      """
  }

  /// The same in one process.
  var whole: String {
    "sf-backtest \"sf-ingest bars.jsonl | \(signals) | sf-strategy \(strategy)\""
  }
}
