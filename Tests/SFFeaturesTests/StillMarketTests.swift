import SFCore
import SFTestSupport
import Testing

/// What features say of a price that stands where it is what TA-Lib says too.
@Suite struct StillMarketTests {
  static let expected: [String: Double] = [
    "wma_30": 12.34, "trima_30": 12.34, "kama_30": 12.34, "accbands_20_upper": 12.34,
    "accbands_20_lower": 12.34, "midprice_14": 12.34, "sar_0p02_0p2": 12.34,
    "aroon_14_up": 100, "aroon_14_down": 100, "aroonosc_14": 0, "ad": 0, "adosc_3_10": 0,
    "trange": 0, "linearreg_14": 12.34, "linearreg_slope_14": 0, "linearreg_angle_14": 0,
    "tsf_14": 12.34, "stddev_5": 0, "var_5": 0, "avgdev_14": 0, "rocp_10": 0, "rocr_10": 1,
    "ppo_12_26": 0, "trix_30": 0,
  ]

  @Test func `features of a price that stands still`() throws {
    let specs = Set(Self.expected.keys.map { $0.prefix { $0.isLetter } }).map(String.init)
    let others = ["linearreg_slope", "linearreg_angle"]
    let bars = FeatureFixtures.flat(120, price: 12.34, volume: 3)
    let columns = try compute(specs + others, bars)
    for (name, value) in Self.expected {
      #expect((try #require(columns[name]?.last) - value).magnitude < 1e-12, "\(name)")
    }
  }

  /// The relative strength index has no value there, and so no place between others.
  @Test func `nothing is said of an index that is not there`() throws {
    let walk = FeatureFixtures.walk(40, seed: 1)
    let still = FeatureFixtures.flat(3_000, price: walk.last!.close)
    let columns = try compute(["rsi", "stochrsi"], still + walk)
    for name in ["stochrsi_14_5_3_k", "stochrsi_14_5_3_d"] {
      #expect(columns[name]![2_999].isNaN)
      #expect(!columns[name]!.last!.isNaN)
    }
  }

  /// Rises and falls are forgotten at the same pace, so their balance stays as it was until nothing
  /// is left of them.
  @Test func `the momentum of changes long past stays until it is none`() throws {
    let walk = FeatureFixtures.walk(40, seed: 3)
    let bars = walk + FeatureFixtures.flat(300, price: walk.last!.close)
    let values = try #require(try compute(["cmo:2"], bars)["cmo_2"])
    #expect(values[40] != 0)
    #expect(Set(values[40..<80]).count == 1)
    #expect(values[100...].allSatisfy { $0.isNaN })
  }

  @Test func `a mode is said from the first bar on`() throws {
    let columns = try compute(["ht_trendmode"], FeatureFixtures.walk(300, seed: 2))
    let modes = columns["ht_trendmode"]!
    #expect(modes.prefix(63).allSatisfy { $0 == 0 })
    #expect(Set(modes) == [0, 1])
  }
}
