import SFCore

/// Rises less falls as a share of both, in Wilder's averages of them, -100 to 100 (Chande, "The New
/// Technical Trader", 1994).
///
/// Where the close does not change at all, it is 0: as much up as down.
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
    switch changes.update(value) {
    case .moved(let gain, let loss): values[0] = 100 * ((gain - loss) / (gain + loss))
    case .still: values[0] = 0
    case nil: values[0] = .nan
    }
  }
}
