import SFCore

/// Rises less falls as a share of both, in Wilder's averages of them, -100 to 100 (Chande, "The New
/// Technical Trader", 1994).
///
/// Where the close does not change at all there is no share, and no value, as in `rsi`.
public struct CMO: NumberFeature {
  public static let kind = "cmo"
  public static let group = FeatureGroup.momentum
  public static let summary = "Chande momentum oscillator: rises less falls, in percent of both."
  public static let parameters = [
    Parameter.period(from: 2, default: 14, "changes of the close in the averages")
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  private var changes: GainLoss

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    changes = GainLoss(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let mean = changes.update(value), mean.share != nil else { return }
    values[0] = 100 * ((mean.gain - mean.loss) / (mean.gain + mean.loss))
  }
}
