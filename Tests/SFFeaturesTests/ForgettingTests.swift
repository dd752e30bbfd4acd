import SFCore
import SFFeatures
import SFTestSupport
import Testing

/// A window forgets what has left it, to the last digits: no sum carries the rounding of what was
/// great into what is small.
@Suite struct ForgettingTests {
  static let windows = [
    "hma", "alma", "rolling_vwap", "ichimoku", "ao", "coppock", "efficiency_ratio", "chop",
    "vortex", "cmf", "eom", "volume_ratio", "amihud", "roll_spread", "ulcer_index",
    "realized_vol", "semivariance", "parkinson", "garman_klass", "rogers_satchell", "yang_zhang",
    "linear_return", "log_return", "drawdown", "skew", "kurtosis", "quantile", "median", "mad",
    "iqr", "robust_zscore", "percent_rank", "autocorr", "variance_ratio", "hurst", "dfa",
    "shannon_entropy", "permutation_entropy",
  ]

  @Test(arguments: windows)
  func `forgets prices that were fifty thousand times as great`(spec: String) throws {
    let feature = try #require(try featureCatalog.make(spec).0.ofSeries)
    let quiet = FeatureFixtures.walk(2 * feature.warmUp + 40, seed: 9, start: 5)
    let wild = FeatureFixtures.walk(20_000, seed: 10, start: 250_000)
    let together = try compute([spec], wild + quiet)
    for (name, alone) in try compute([spec], quiet) {
      let last = try #require(together[name]).suffix(40)
      #expect(
        difference(Array(last), Array(alone.suffix(40)), relative: 1e-10, absolute: 1e-13) == nil,
        "\(name)")
    }
  }
}
