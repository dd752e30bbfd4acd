/// How the days of a run went with those of buying and holding, and what it made beside them.
///
/// The line of least squares through the pairs of daily returns, in one pass: beta is its slope, the
/// covariance over the variance of buying and holding; alpha is what it makes of a day on which
/// buying and holding makes nothing, times 365.
public struct MarketFit: Codable, Hashable, Sendable {
  private var count = 0
  private var mean = 0.0
  private var marketMean = 0.0
  /// Σ of the squared distances of buying and holding from its mean.
  private var squares = 0.0
  /// Σ of the products of both distances.
  private var products = 0.0

  public init() {}

  /// Takes the returns of a day, as fractions.
  public mutating func update(_ dailyReturn: Double, market: Double) {
    count += 1
    let (own, other) = (dailyReturn - mean, market - marketMean)
    mean += own / Double(count)
    marketMean += other / Double(count)
    squares += other * (market - marketMean)
    products += own * (market - marketMean)
  }

  /// `nil` for fewer than 30 days, or when all days of buying and holding were the same.
  public var beta: Double? {
    guard count >= DailyReturns.minimumForYear else { return nil }
    let deviation = (squares / Double(count - 1)).squareRoot()
    // Equal returns of different equities differ in their last bits: that is no deviation.
    return deviation > 8 * marketMean.magnitude.ulp ? products / squares : nil
  }

  /// A fraction a year; `nil` without a beta.
  public var alpha: Double? { alpha(daysPerYear: DailyReturns.perYear) }

  public func alpha(daysPerYear: Double) -> Double? {
    beta.map { (mean - $0 * marketMean) * daysPerYear }
  }
}
