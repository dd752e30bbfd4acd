import SFCore

/// The interquartile range: how far the middle half of the last `period` closes reaches.
///
///     quantile(0.75) − quantile(0.25)
///
/// each interpolated as in `quantile`.
public struct IQR: NumberFeature {
  public static let kind = "iqr"
  public static let group = FeatureGroup.statistics
  public static let summary = "Interquartile range of the close."
  public static let parameters = Median.parameters
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var window: RollingOrder

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    window = RollingOrder(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    window.push(value)
    values[0] = .nan
    guard window.isFull, let lower = window.quantile(0.25), let upper = window.quantile(0.75)
    else { return }
    values[0] = upper - lower
  }
}
