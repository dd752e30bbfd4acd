import SFCore

/// Martin's ulcer index: the root mean square of how far the close is below its highest, in percent.
///
///     √mean((100 · (close / highest close − 1))²)
///
/// highest and mean over `period` bars each (Peter Martin, 1987). A highest
/// close that is not positive has no percent: the mean begins again.
public struct UlcerIndex: NumberFeature {
  public static let kind = "ulcer_index"
  public static let group = FeatureGroup.volatility
  public static let summary = "Ulcer index: root mean square drawdown of the close, in percent."
  public static let parameters = [
    Parameter.period(default: 14, "bars of the highest close, and of the mean")
  ]
  public static let outputs = [FeatureOutput(.percent)]

  public let period: Int
  private var highest: RollingExtreme<Double>
  private var squares: RollingSum

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    highest = RollingExtreme(.greatest, period)
    squares = RollingSum(period)
  }

  public var warmUp: Int { 2 * period - 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let highest = highest.update(value) else { return }
    guard highest > 0 else { return squares.clear() }
    let drawdown = 100 * (value / highest - 1)
    guard let sum = squares.update(drawdown * drawdown) else { return }
    values[0] = (sum / Double(period)).squareRoot()
  }
}
