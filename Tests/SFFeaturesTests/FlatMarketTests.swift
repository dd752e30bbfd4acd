import SFCore
import SFFeatures
import SFTestSupport
import Testing

/// What the features say of a market in which nothing happens: a decision for each, and no accident.
@Suite struct FlatMarketTests {
  static let price = 12.34

  /// The price itself.
  static let averages = [
    "hma", "alma", "vidya", "zlma", "mcginley", "kalman", "keltner", "chandelier",
    "supertrend", "ichimoku", "quantile", "median",
  ]

  /// Columns with a number of their own; the rest of a feature's columns may be others.
  static let numbers: [(column: String, value: Double)] = [
    ("kalman_0p01_0p0001_slope", 0), ("supertrend_10_3_direction", 1),
    ("ao_5_34", 0), ("coppock_10_11_14", 0), ("kvo_34_55_13", 0),
    ("efi_13", 0), ("nvi", 1000), ("pvi", 1000), ("pvt", 0),
    ("roll_spread_20", 0), ("ulcer_index_14", 0), ("realized_vol_20", 0),
    ("semivariance_20_down", 0), ("semivariance_20_up", 0), ("ewma_vol_0p94", 0),
    ("parkinson_20", 0), ("garman_klass_20", 0), ("rogers_satchell_20", 0),
    ("yang_zhang_20", 0), ("linear_return_1", 0), ("log_return_1", 0), ("drawdown_252", 0),
    ("cusum_0p01_up", 0), ("cusum_0p01_down", 0), ("cusum_0p01_event", 0), ("mad_30", 0),
    ("iqr_30", 0), ("percent_rank_100", 0.5), ("shannon_entropy_100_10", 0),
    ("permutation_entropy_100_3_1", 0),
  ]

  /// There is no share of nothing, and no shape without a deviation.
  static let missing = [
    "vortex", "chop", "efficiency_ratio", "crsi", "tsi", "rvi", "skew", "kurtosis",
    "robust_zscore", "autocorr", "variance_ratio", "hurst", "dfa", "mass_index", "fisher", "cmf",
  ]

  @Test(arguments: [0, 5] as [Double])
  func `says of standing prices what is decided`(volume: Double) throws {
    let bars = FeatureFixtures.flat(400, price: "12.34", volume: volume)
    for (name, values) in try compute(Self.averages, bars)
    where !name.hasSuffix("slope") && !name.hasSuffix("direction") {
      // The first sum of an exponential average is rounded.
      #expect(((values.last ?? .nan) - Self.price).magnitude < 1e-14, "\(name)")
    }
    let kinds = Self.numbers.map { row in
      featureCatalog.members.map { $0.kind }.filter { row.column.hasPrefix($0) }
        .max { $0.count < $1.count } ?? ""
    }
    let columns = try compute(Array(Set(kinds)).sorted(), bars)
    for (column, value) in Self.numbers { #expect(columns[column]?.last == value, "\(column)") }
    for (name, values) in try compute(Self.missing, bars) {
      #expect(values.allSatisfy { $0.isNaN }, "\(name)")
    }
  }

  @Test func `says of bars without volume what is decided`() throws {
    let specs = ["rolling_vwap", "vwap", "volume_ratio", "amihud", "eom"]
    let quiet = FeatureFixtures.flat(60, price: "12.34", volume: 0)
    for (name, values) in try compute(specs, quiet) {
      #expect(values.allSatisfy { $0.isNaN }, "\(name)")
    }
    let steady = try compute(specs, FeatureFixtures.flat(60, price: "12.34", volume: 5))
    #expect(steady["rolling_vwap_20_1"]?.last == 12.34)
    #expect(steady["vwap_day_1_0"]?.last == 12.34)
    #expect(steady["eom_14_100000000"]?.last == 0)
    #expect(steady["volume_ratio_20"]?.last == 1)
    #expect(steady["amihud_20"]?.last == 0)
  }

  @Test func `begins again behind a price that has no logarithm`() throws {
    let specs = ["realized_vol:5", "yang_zhang:5", "hurst:32", "dfa:32", "variance_ratio:9,3"]
    let (before, after) = (FeatureFixtures.walk(60, seed: 1), FeatureFixtures.walk(80, seed: 2))
    let hole = FeatureFixtures.flat(2, price: "0.0")
    let together = try compute(specs, before + hole + after)
    for (name, values) in try compute(specs, after) {
      #expect(together[name]?.suffix(80).map(\.bitPattern) == values.map(\.bitPattern), "\(name)")
      #expect(together[name]?[60].isNaN ?? false, "\(name)")
    }
  }

  @Test(arguments: [
    ("alma:9,2", "offset must be 0 to 1, is 2.0"), ("alma:9,0.5,0", "sigma must be greater than 0"),
    ("keltner:20,0", "multiplier must be greater than 0"),
    ("kalman:-1", "level must be 0 to 1000000"),
    ("mcginley:10,0", "k must be greater than 0"), ("vwap:hour", "session must be day or week"),
    ("ao:34,5", "fast must be less than slow (5), is 34"),
    ("coppock:10,15,14", "fast must be at most slow (14), is 15"),
    ("kvo:55,34", "fast must be less than slow (34), is 55"),
    ("eom:14,0", "divisor must be greater than 0"),
    ("ewma_vol:1", "lambda must be greater than 0 and less than 1"),
    ("cusum:0", "threshold must be greater than 0"), ("quantile:30,1.5", "q must be 0 to 1"),
    ("variance_ratio:10,10", "lag must be less than period (10), is 10"),
    ("permutation_entropy:5,3,2", "period must be greater than (order - 1) * delay + 1 (5)"),
    ("hurst:31", "period must be an integer, 32 to 100000"),
  ])
  func `refuses what it cannot compute`(spec: String, message: String) {
    let error = #expect(throws: ConfigurationError.self) { try FeatureStage([spec]) }
    #expect(error?.message.contains(message) ?? false, "\(error?.message ?? "")")
  }
}
