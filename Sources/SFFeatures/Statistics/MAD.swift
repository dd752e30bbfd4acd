import SFCore

/// The median absolute deviation: the median of the distances of the last `period` closes from their
/// median.
///
///     median(|x − median(x)|)
///
/// (Hampel, "The influence curve and its role in robust estimation", 1974), not
/// scaled; 1.4826 times it estimates the deviation of a normal distribution.
/// A bar costs the square of the logarithm of the period.
public struct MAD: NumberFeature {
  public static let kind = "mad"
  public static let group = FeatureGroup.statistics
  public static let summary = "Median absolute deviation of the close from its median."
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
    guard window.isFull, let median = window.median else { return }
    values[0] = window.medianDistance(from: median) ?? .nan
  }
}
