import SFCore

/// How far the close is below the highest of the last `period` closes, this one included, as a
/// fraction from 0.
///
///     1 − close / highest close
///
/// Where the highest is not positive there is no fraction.
public struct DrawdownFromHigh: NumberFeature {
  public static let kind = "drawdown"
  public static let group = FeatureGroup.returns
  public static let summary = "Distance of the close below its highest, as a fraction."
  public static let parameters = [
    Parameter.period(default: 252, "closes of which the highest counts")
  ]
  public static let outputs = [FeatureOutput(.fraction)]

  public let period: Int
  private var highest: RollingExtreme<Double>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    highest = RollingExtreme(.greatest, period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let highest = highest.update(value), highest > 0 else { return }
    values[0] = (highest - value) / highest
  }
}
