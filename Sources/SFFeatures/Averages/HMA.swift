import SFCore

/// Hull's moving average: fast, and smooth all the same.
///
///     wma(√n)(2 · wma(n / 2) − wma(n))
///
/// with both lengths rounded down (Alan Hull, "How to reduce lag in a moving
/// average", 2005).
public struct HMA: NumberFeature {
  public static let kind = "hma"
  public static let group = FeatureGroup.averages
  public static let summary = "Hull moving average of the close."
  public static let parameters = [
    Parameter.period(from: 2, default: 10, "bars in the slower average")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var fast: RollingFold<LineMoments>
  private var slow: RollingFold<LineMoments>
  private var smooth: RollingFold<LineMoments>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    fast = RollingFold(period / 2)
    slow = RollingFold(period)
    smooth = RollingFold(Int(Double(period).squareRoot()))
  }

  public var warmUp: Int { period + smooth.period - 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    let faster = fast.update(value)?.weightedMean
    let slower = slow.update(value)?.weightedMean
    values[0] = .nan
    guard let faster, let slower else { return }
    values[0] = smooth.update(2 * faster - slower)?.weightedMean ?? .nan
  }
}
