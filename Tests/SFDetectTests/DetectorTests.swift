import SFCore
import SFDetect
import SFTestSupport
import Testing

@Suite struct DetectorTests {
  @Test(
    arguments: [
      "sma_cross | sma_20 sma_50 | 1/2 3/2+1 4/2 1/2-1 1/3",
      "sma_cross | sma_20 sma_50 | 3/2 3/2",  // above from the start: no crossing was seen
      "sma_cross | sma_20 sma_50 | 2/2 3/2+ 2/2 3/2+",  // touching, then leaving on one side
      "sma_cross | sma_20 sma_50 | 2/2 1/2- 2/2 1/2- 2/2 3/2+",
      "sma_cross | sma_20 sma_50 | 1/2 2/2 2/2 3/2+",
      "sma_cross | sma_20 sma_50 | 1/2 _/2 3/2 1/2-",  // unknown between: not two bars in a row
      "sma_cross | sma_20 sma_50 | 1/2 3/_ 3/2",
      "sma_cross | sma_20 sma_50 | _/_ 3/2 1/2- 3/2+",
      "ema_cross | ema_12 ema_26 | 1/2 3/2+1 4/2 1/2-1 1/3",
      "macd_cross | macd_12_26_9 macd_12_26_9_signal | 1/2@100 4/2@100+0.02 -3/2@100-0.05",
      "rsi_cross | rsi_14 | 35 28 31+3 29 34+5 75 69-6 72 70 69-1",
      "stochastic | stoch_14_3_3_k stoch_14_3_3_d | 5/10 12/10+2 5/10 12/30 90/85 80/85-5 5/4+1 3/4",
      "mfi | mfi_14 | 30 15+5 10 25 85-5 80 20 19.5+0.5",
      "cci_anomaly | cci_20 | 0 -210+1.05 -300 -200 250-1.25 0 200 -200",
      "zscore_anomaly | zscore_50 | 0 -3 -3.5+3.5 -4 0 3.25-3.25 _ -4 0 -4+4",
      "hampel | robust_zscore_30 | 0 -4+4 0 5-5",
      "bollinger_touch | bbands_20_2_lower bbands_20_2_upper"
        + " | 10/20@15 10/20@8:12:11+0.2 10/20@9:12:11 10/20@15 10/20@15:22:18-0.2 10/20@15"
        + " 10/20@10:15:12+0 10/20@15 10/20@9:21:15",
      "bollinger_touch | bbands_20_2_lower bbands_20_2_upper | 10/20@15 10/10@10 10/10@10",
      "keltner_channel | keltner_20_2_10_upper keltner_20_2_10_middle keltner_20_2_10_lower"
        + " | 12/10/8@11 12/10/8@13+1.5 12/10/8@12 12/10/8@7-1.5 12/10/8@8",
      "donchian_breakout | donchian_20_upper donchian_20_middle donchian_20_lower"
        + " | 12/10/8@10 12/10/8@11 13/10/8@13+0.3 13/10/8@13 13/10/7@7-0.3",
      "aroon_cross | aroon_14_up aroon_14_down | 50/70 90/20+0.7 90/20 40/40 20/60-0.4",
      "adx_regime | adx_14 plus_di_14 minus_di_14"
        + " | 20/30/10 26/30/10+0.26 40/30/10 30/10/30-0.3 25/10/30 28/10/30-0.28",
      "supertrend_flip | supertrend_10_3 supertrend_10_3_direction"
        + " | 110/-1@100 95/1@100+0.05 95/1@101 110/-1@100-0.1",
      "kalman | kalman_0p01_0p0001_slope | -1@100 1@100+0.01 2@100 0@100 -2@100-0.02",
      "percentile_regime | percent_rank_100 | 0.5 0.95+0.9 0.97 0.9 0.05-0.9",
      "volatility_regime | ret_std_20 ret_std_100 | 1/1 3/1+3 1/1 0.25/1-4 0/0 1/1",
      "local_extrema:left=2,right=1 | | @8 @7 @6 @4 @5+0.25 @8 @7-0.125 @7 @7+",
      "local_extrema:left=1,right=1 | | @5 @5 @5 @5 @4 @4+ @4",  // flat is both, and so neither
      "divergence:x,left=1,right=1,within=10 | x"
        + " | 5@10 1@8 5@10 2@7 5@9+1 4@12 5@9-1 3@13 3@9-1 0@8 1@10",
      "divergence:x,left=1,right=1,within=1 | x | 5@10 1@8 5@10 2@7 5@9",  // two bars apart
      "funding_rate:bars=2 | funding_rate | 0.1 0.1 -0.2+0.2 0.1 -0.2 _ -0.3 0.2-0.2",
      "funding_rate:bars=2 | funding_rate | _ 0.1 _ -0.2+0.2 _ _ 0 0.2-0.2",
      "structure:0.1 | | @90 @120 @100 @150 @120 @140+0.2 @141 @110 @125-0.21985815602836878",
      "structure:0.1 | | @100 @80 @100 @70 @90 @60-0.2857142857142857 @75",
      "threshold:rsi_14,below=30,direction=rise | rsi_14 | 50 30 29+1 28 31 29+",
      "threshold:rsi_14,below=30,direction=rise | rsi_14 | 20 19 40 20+",  // below from the start
      "threshold:rsi_14,below=30,direction=rise | rsi_14 | 40 _ 20 40 20+",
      "threshold:rsi_14,above=70,direction=fall | rsi_14 | 70 71- 72 70 71-",
      "threshold:x,above=1,below=2,direction=rise | x | 0 1.5+ 1.6 2 1.5+ 1 1.5+ 3 0",
      "threshold:close,above=100,direction=rise | | @99 @100 @100.01+ @101",
      "threshold:open_interest,above=5,direction=rise | open_interest | 1 6+ _ 6 5 6+",
      "dip=expression:rise=x < 2 and lag(x, 1) > 2,strength=2 - x | x | 3 1+1 0 5 1.5+0.5",
      "dip=expression:fall=x > 1,strength=log(x - 2) | x | 0 2 3 0 3-0",  // no strength, no signal
    ].map(DetectorScript.init))
  func `says the marked signals and no others`(script: DetectorScript) throws {
    try script.check()
  }

  @Test(
    arguments: [
      ("x > 1", true, 0, "x | 0 2+ 2+ 0 2+ _ 2+"),
      ("x > 1", true, 2, "x | 2+ 2 2 2+ 0 2 2+"),
      ("x > 1", false, 2, "x | 0 2+ 0 2 0 2+ 0 2"),
      ("x > 1", false, 1, "x | 0 2+ 0 2+ 0 2+"),
      ("x > 1,fall=x < 0", false, 3, "x | 0.5 2+ -1- 2 -1 2+ -1-"),  // each direction by itself
      ("x > 1,fall=x > 2", false, 0, "x | 0 3 0 2+ 3"),  // a rise and a fall at once is neither
      ("x > 1,fall=x > 2", true, 0, "x | 0 3 2+ 2+ 3"),
    ].map { rise, repeats, cooldown, rows in
      (
        DetectorScript("own=expression:rise=\(rise) | \(rows)"),
        DetectOptions(repeats: repeats, cooldown: cooldown)
      )
    })
  func `repeats and cools down`(script: DetectorScript, options: DetectOptions) throws {
    try script.check(options)
  }

  @Test(arguments: [
    ("x", 0.5), ("1 / 0", nil), ("0 - 0", 0.0), ("1", 1.0),
  ])
  func `says a probability`(expression: String, expected: Double?) throws {
    let script = DetectorScript(
      "own=expression:rise=x < 1,probability=\(expression) | x | 1 0.5+")
    #expect(try script.run()[1]?.probability == expected)
  }

  @Test func `refuses a probability that is none`() throws {
    let script = DetectorScript("own=expression:rise=x > 1,probability=x | x | 1 2+")
    let error = #expect(throws: StageError.self) { try script.run() }
    #expect(
      error?.message
        == "own: found the probability 2.0 at 1970-01-01T00:02:00.000Z, expected 0 to 1")
  }

  @Test(arguments: [
    (
      "sma_cros:20,50", "'sma_cros' is no detector",
      "did you mean 'sma_cross:20,50'? --list shows all"
    ),
    ("sma_cross:50,20", "fast must be less than slow (20), is 50", nil),
    ("sma_cross:20,20", "fast must be less than slow (20), is 20", nil),
    ("rsi_cross:low=70,high=30", "low must be less than high (30), is 70", nil),
    ("mfi:low=80", "low must be less than high (80), is 80", nil),
    ("cci_anomaly:level=0", "level must be greater than 0, is 0", nil),
    ("keltner_channel:multiplier=-1", "multiplier must be greater than 0, is -1", nil),
    ("local_extrema:60000,60000", "left and right must be less than 100000 together", nil),
    ("structure:1", "reversal must be between 0 and 1, is 1.0", nil),
    ("market_agreement:share=0.5", "share must be greater than 0.5 and at most 1, is 0.5", nil),
    ("market_cusum:drift=-1", "drift must not be negative, is -1.0", nil),
    ("threshold:rsi_14,direction=rise", "above or below must be given", nil),
    ("threshold:rsi_14,below=30", "lacks 'direction'", nil),
    ("threshold:rsi_14,above=3,below=3,direction=rise", "must be less than below", nil),
    (
      "threshold:rsi_14,above=3,direction=raise", "must be rise or fall, found raise",
      "did you mean 'rise'?"
    ),
    ("expression:rise=x > 1", "the expression has no name, expected one", nil),
    ("own=expression", "rise or fall must be given", "for example rise=close < open"),
    ("own=expression:rise=x", "'x', column 1: found a number, expected a condition", nil),
  ])
  func `refuses a spec that it cannot honor`(spec: String, message: String, help: String?) {
    let error = #expect(throws: ConfigurationError.self) { try DetectStage([spec]) }
    #expect(error?.message.contains(message) ?? false, "\(error?.message ?? "")")
    if let help { #expect(error?.help == help) }
  }
}
