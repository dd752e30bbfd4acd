import SFCore

/// The logarithmic return of the close over `period` bars: ln(close / close before).
///
/// It is missing where one of the two is not positive.
public struct LogReturn: NumberFeature {
  public static let kind = "log_return"
  public static let group = FeatureGroup.returns
  public static let summary = "Logarithmic return of the close."
  public static let parameters = LinearReturn.parameters
  public static let outputs = [FeatureOutput(.fraction)]

  public let period: Int
  private var closes: Ring<Double>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    closes = Ring(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let before = closes.push(value), before > 0, value > 0 else { return }
    values[0] = (value / before).logarithm
  }
}
