/// How sure it is that a Sharpe ratio is above another, from the number and the shape of returns.
///
/// All ratios are of one return, not of a year. With n returns of the ratio SR, skew γ₃ and
/// kurtosis γ₄ (Bailey and López de Prado 2012, "The Sharpe ratio efficient frontier"):
///
///     σ(SR)       √((1 − γ₃·SR + (γ₄ − 1)/4·SR²) / (n − 1))
///     PSR(SR*)    Φ((SR − SR*) / σ(SR))
///     MinTRL      1 + (1 − γ₃·SR + (γ₄ − 1)/4·SR²)·(Φ⁻¹(confidence) / (SR − SR*))²
public struct ProbabilisticSharpe: Hashable, Sendable {
  /// Mean over deviation of the returns.
  public let sharpe: Double
  public let count: Int
  /// 1 − γ₃·SR + (γ₄ − 1)/4·SR²: 1 + SR²/2 for normal returns.
  private let spread: Double

  /// `nil` for returns without a deviation, or so skewed that the formula has no root.
  public init?(_ returns: ReturnShape) {
    guard let sharpe = returns.sharpe, let skew = returns.skew, let kurtosis = returns.kurtosis
    else { return nil }
    self.init(sharpe: sharpe, count: returns.count, skew: skew, kurtosis: kurtosis)
  }

  /// The ratio of one return, of so many; `nil` for fewer than two, or so skewed that the formula
  /// has no root.
  public init?(sharpe: Double, count: Int, skew: Double, kurtosis: Double) {
    let spread = 1 - skew * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe
    guard count > 1, spread > 0 else { return nil }
    self.sharpe = sharpe
    self.count = count
    self.spread = spread
  }

  /// The standard error of the ratio.
  public var error: Double { (spread / Double(count - 1)).squareRoot() }

  /// The probability that the true ratio is above `benchmark`, 0 to 1.
  public func probability(above benchmark: Double = 0) -> Double {
    NormalDistribution.cumulative((sharpe - benchmark) / error)
  }

  /// The returns that are needed to be so sure that the true ratio is above `benchmark`; `nil`
  /// when it was not above it.
  public func minimumTrackRecord(above benchmark: Double = 0, confidence: Double = 0.95) -> Double?
  {
    guard sharpe > benchmark else { return nil }
    let quantile = NormalDistribution.quantile(confidence) / (sharpe - benchmark)
    return 1 + spread * quantile * quantile
  }
}

/// The Sharpe ratio that the best of some trials reaches by luck alone.
///
/// With N trials whose ratios have the deviation σ, e being Euler's number and γ his constant
/// (Bailey and López de Prado 2014, "The deflated Sharpe ratio"):
///
///     SR₀ = σ·((1 − γ)·Φ⁻¹(1 − 1/N) + γ·Φ⁻¹(1 − 1/(N·e)))
///
/// The deflated Sharpe ratio is the probability that the true ratio is above SR₀.
public enum DeflatedSharpe {
  private static let eulerGamma = 0.577_215_664_901_532_9
  private static let euler = 2.718_281_828_459_045

  /// SR₀; 0 for a single trial, which has nothing to be the best of.
  public static func benchmark(trials: Int, deviation: Double) -> Double {
    guard trials > 1 else { return 0 }
    let n = Double(trials)
    return deviation
      * ((1 - eulerGamma) * NormalDistribution.quantile(1 - 1 / n)
        + eulerGamma * NormalDistribution.quantile(1 - 1 / (n * euler)))
  }
}
