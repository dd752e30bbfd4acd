import SFCore
import SFFeatures
import Testing

/// What specs are called, and which are refused.
@Suite struct FeatureSpecTests {
  @Test(arguments: [
    ("sma:5(rsi:14)", "sma_5_rsi_14", "sma:period=5(rsi:period=14)"),
    ("sma:5(close)", "sma_5", "sma:period=5"),
    ("sma:5(high)", "sma_5_high", "sma:period=5(high)"),
    ("zscore(funding_rate)", "zscore_20_funding_rate", "zscore:period=20(funding_rate)"),
    ("ema:50@1h", "ema_50_1h", "ema:period=50@1h"),
    ("sma:5(rsi:14)@1d", "sma_5_rsi_14_1d", "sma:period=5(rsi:period=14)@1d"),
    ("macd:12,26,9.signal", "macd_12_26_9_signal", "macd:fast=12,slow=26,signal=9.signal"),
    ("macd.signal@1h", "macd_12_26_9_signal_1h", "macd:fast=12,slow=26,signal=9.signal@1h"),
    (
      "sma:5(macd.hist)", "sma_5_macd_12_26_9_hist",
      "sma:period=5(macd:fast=12,slow=26,signal=9.hist)"
    ),
    (
      "bbands:20,1.5(rsi:14).upper", "bbands_20_1p5_rsi_14_upper",
      "bbands:period=20,deviations=1.5(rsi:period=14).upper"
    ),
    ("up=bbands.upper", "up", "up=bbands:period=5,deviations=2.upper"),
    ("x=sma:5(rsi:14@1h)", "x", "x=sma:period=5(rsi:period=14@1h)"),
    ("r=expr:(high - low)/close", "r", "r=expr:(high - low)/close"),
    ("r=expr:high-low@1h", "r", "r=expr:high-low@1h"),
    ("lag:3(rsi:14)", "lag_3_rsi_14", "lag:bars=3(rsi:period=14)"),
    ("market_rank(rsi:14@1h)", "market_rank_rsi_14_1h", "market_rank(rsi:period=14@1h)"),
    ("breadth:-0.5(roc:1)", "breadth_m0p5_roc_1", "breadth:level=-0.5(roc:period=1)"),
  ])
  func `names its column, and itself`(spec: String, column: String, canonical: String) throws {
    let stage = try FeatureStage([spec])
    #expect(stage.columns == [column])
    #expect(stage.specs == [canonical])
    #expect(try FeatureStage(stage.specs).columns == [column])
  }

  @Test(arguments: [
    ("sma:5(rsi:14", "column 6: '(' is not closed", ""),
    ("sma:5(ema:3(rsi:14)", "column 6: '(' is not closed", ""),
    ("sma:5(rsi:14))", "column 14: found ')' without '('", ""),
    ("sma:5()", "column 7: expected a source", ""),
    ("sma:5(", "column 7: '(' is not closed", ""),
    ("sma:5(rsi:14)x", "column 14: found 'x'", ""),
    ("sma:5(rsi:14).upper", "'.upper' is no output of sma: it has one", ""),
    ("rsi:14.signal", "'.signal' is no output of rsi: it has one", ""),
    (
      "macd.signl", "'.signl' is no output of macd: expected .signal, .hist",
      "did you mean '.signal'?"
    ),
    (
      "sma:5(bbands)", "has the outputs upper middle lower: expected one",
      "for example bbands:period=5,deviations=2.upper"
    ),
    ("atr:14(high)", "'atr' is computed of whole bars: expected no '(high)'", ""),
    ("sma:5(rsii:14)", "'rsii' is no feature", "did you mean 'rsi:14'? --list shows all"),
    ("sma:5(rsi:0)", "period must be an integer, 2 to 100000, found 0", ""),
    ("sma:5(x=rsi:14)", "has the name 'x=' inside", ""),
    ("ema:50@", "column 8: found '@'", ""),
    ("ema:50@7t", "column 8: found '@7t', expected a number and s, m, h, d or w", ""),
    ("ema:50@1hour", "or 1M (did you mean '1h'?)", ""),
    ("expr:high-low", "needs a name", "for example my_feature=expr:high-low"),
    ("x=expr:high-", "expr 'high-', column 6: found the end", ""),
    ("x=expr:", "column 1: found the end", ""),
    ("sma:5(expr:high-low)", "needs a name", "for example my_feature=sma:5(expr:high-low)"),
    (
      "sma:5(rsi:14@1h)", "needs a name: its own would not say what is @interval in it",
      "for example my_feature=sma:5(rsi:14@1h)"
    ),
    (
      "macd(macd.signal)", "would not say whose 'signal'",
      "for example my_feature=macd(macd.signal)"
    ),
    ("market_rank", "lacks what it compares", "for example market_rank(rsi:14)"),
    (
      "market_rank(rsi:14)@1h", "expected no interval of its own",
      "give the interval to what it is computed of, as in market_rank(rsi:14@1h)"
    ),
    (
      "zscore:100000(zscore:100000(zscore:100000(zscore:100000(zscore))))",
      "at most 64 letters, digits and _", "give it another name: NAME=spec"
    ),
  ])
  func `refuses a spec that it cannot honor`(spec: String, message: String, help: String) {
    let error = #expect(throws: ConfigurationError.self) { try FeatureStage([spec]) }
    #expect(error?.message.contains(message) ?? false, "\(error?.message ?? "")")
    #expect((error?.help ?? "") == help)
  }

  @Test(arguments: [
    (["a=expr:b+1", "b=expr:a+1"], "'expr:b+1' reads b, which stands behind it"),
    (["sma:5(b)", "b=rsi:3"], "'sma_5_b' reads b, which stands behind it"),
  ])
  func `nothing can depend on itself`(specs: [String], message: String) {
    let error = #expect(throws: ConfigurationError.self) { try FeatureStage(specs) }
    #expect(error?.message == message)
  }

  @Test func `units follow what is computed`() throws {
    let specs = [
      "sma:5", "sma:5(rsi:14)", "sma:5(high)", "x=expr:high-low", "roc:1(x)", "sma:5(x)",
    ]
    let units: [FeatureUnit?] = [.price, FeatureUnit.none, .price, nil, .percent, nil]
    #expect(try FeatureStage(specs).units == units)
  }
}
