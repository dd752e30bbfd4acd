import SFCore

/// Rises less falls as a share of both, in Wilder's averages of them, -100 to 100 (Chande, "The New
/// Technical Trader", 1994).
///
/// Where the close has never changed, it is 0: as much up as down.
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
    guard let mean = changes.update(value) else { return }
    let sum = mean.gain + mean.loss
    values[0] = sum > 0 ? 100 * ((mean.gain - mean.loss) / sum) : 0
  }
}
