import SFCore

/// The share that rising bodies have in the bodies of the last `period` bars, 0 to 100 (Chande and
/// Kroll, "The New Technical Trader", 1994).
///
/// Bars that all close where they open have no bodies, and no share.
public struct IMI: BarFeature {
  public static let kind = "imi"
  public static let group = FeatureGroup.momentum
  public static let summary = "Intraday momentum index: rising bodies in percent of all."
  public static let parameters = [
    Parameter.period(from: 2, default: 14, "bars in the window")
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  private var rises: RollingSum
  private var falls: RollingSum

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    rises = RollingSum(period)
    falls = RollingSum(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let body = bar.close.double - bar.open.double
    let rise = rises.update(max(body, 0))
    let fall = falls.update(max(-body, 0))
    values[0] = .nan
    guard let rise, let fall else { return }
    values[0] = 100 * share(rise, of: rise + fall)
  }
}
