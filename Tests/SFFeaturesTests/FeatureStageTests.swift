import SFCore
import SFFeatures
import SFTestSupport
import Testing

@Suite struct FeatureStageTests {
  @Test(arguments: [
    (["sma:20", "sma:50"], ["sma_20", "sma_50"]),
    (["fast=sma:20"], ["fast"]),
    (["macd"], ["macd_12_26_9", "macd_12_26_9_signal", "macd_12_26_9_hist"]),
    (["m=macd:3,5,2"], ["m", "m_signal", "m_hist"]),
    (["bbands:20,1.5"], ["bbands_20_1p5_upper", "bbands_20_1p5_middle", "bbands_20_1p5_lower"]),
    (["donchian:4"], ["donchian_4_upper", "donchian_4_middle", "donchian_4_lower"]),
    (["obv"], ["obv"]),
    (["mama"], ["mama_0p5_0p05", "mama_0p5_0p05_fama"]),
    (["sar"], ["sar_0p02_0p2"]),
    (["ht_phasor"], ["ht_phasor_inphase", "ht_phasor_quadrature"]),
  ])
  func `names its columns`(specs: [String], columns: [String]) throws {
    #expect(try FeatureStage(specs).columns == columns)
  }

  @Test(arguments: [
    ("smaa:20", "'smaa' is no feature", "did you mean 'sma:20'? --list shows all"),
    ("sma:0", "period must be an integer, 1 to 100000, found 0", ""),
    ("sma:2.5", "found 2.5", ""),
    ("sma:periods=3", "unknown key 'periods'", "did you mean 'period'?"),
    ("macd:26,12", "fast must be less than slow (12), is 26", ""),
    ("bbands:20,0", "deviations must be greater than 0", ""),
    ("apo:26,12", "fast must be less than slow (12), is 26", ""),
    ("adosc:3,3", "fast must be less than slow (3), is 3", ""),
    ("t3:5,1.5", "volume_factor must be 0 to 1, is 1.5", ""),
    ("mama:1,0.05", "fast_limit must be 0.01 to 0.99, is 1.0", ""),
    ("sar:-0.02,0.2", "acceleration must not be negative, is -0.02", ""),
    ("ultosc:7,28,14", "short must be at most medium, and medium at most long", ""),
    ("linearreg:1", "period must be an integer, 2 to 100000, found 1", ""),
    ("linreg:14", "'linreg' is no feature", "did you mean 'linearreg:14'? --list shows all"),
    ("1x=sma:20", "alias '1x'", ""),
  ])
  func `refuses a spec that it cannot honor`(spec: String, message: String, help: String) {
    let error = #expect(throws: ConfigurationError.self) { try FeatureStage([spec]) }
    #expect(error?.message.contains(message) ?? false, "\(error?.message ?? "")")
    #expect((error?.help ?? "") == help)
  }

  @Test(arguments: [
    ["sma:20", "sma:20"], ["sma:20", "sma:period=20"], ["a=sma:2", "a=ema:3"],
    ["a=macd", "a_hist=sma:2"],
  ])
  func `refuses a name that is given twice`(specs: [String]) {
    let error = #expect(throws: ConfigurationError.self) { try FeatureStage(specs) }
    #expect(error?.message.contains("gives too") ?? false)
  }

  @Test func `refuses a column that the stream has`() throws {
    let stream = FeatureFixtures.stream([("AAA", FeatureFixtures.walk(3, seed: 1))])
    let links = [try LawTests.link(["sma:2"]), try LawTests.link(["ema:2", "sma:2"])]
    let error = #expect(throws: StageError.self) { try InMemory.run(stream, links) }
    #expect(error?.exitStatus == .configuration)
    #expect(error?.message == "the stream has the column sma_2 already, from sf-features")
  }

  @Test func `refuses a feature of volume where bars have none`() throws {
    let bars = FeatureFixtures.flat(3, price: 1.1, volume: nil)
    let stream = FeatureFixtures.stream([("EURUSD", bars)])
    let links = [try LawTests.link(["sma:2", "obv"])]
    let error = #expect(throws: StageError.self) { try InMemory.run(stream, links) }
    #expect(error?.exitStatus == .configuration)
    #expect(error?.message == "obv needs volume, and bars of EURUSD have none")
  }

  @Test func `two stages write what one writes, in two lines`() throws {
    let stream = FeatureFixtures.stream([("AAA", FeatureFixtures.walk(40, seed: 5))])
    let links = [try LawTests.link(["sma:2"]), try LawTests.link(["ema:3", "rsi:2"])]
    let together = try InMemory.run(stream, links)
    let piped = try InMemory.run(try InMemory.run(stream, [links[0]]), [links[1]])
    #expect(together == piped)
    #expect(together.contains(#""values":{"ema_3":null,"rsi_2":null}"#))
  }

  @Test func `begins again after a restart with the columns of the run`() throws {
    var stage = try FeatureStage(["sma:2"])
    var step = Step()
    try stage.bind(Header(), &step)
    #expect(throws: Never.self) { try stage.bind(Header(), &step) }
  }
}
