import SFCore

/// The share of money, typical price times volume, that flowed in bars whose typical price rose, 0 to
/// 100: a relative strength index with volume (Quong and Soudack, 1989).
///
/// Where no money flowed in a bar that rose or fell there is no share, and no
/// value: 0 would read as the most oversold of all.
public struct MFI: BarFeature {
  public static let kind = "mfi"
  public static let group = FeatureGroup.volume
  public static let summary =
    "Money flow index: money of rising bars in percent of that of all that moved."
  public static let parameters = [
    Parameter.period(from: 2, default: 14, "changes of the typical price in the window")
  ]
  public static let outputs = [FeatureOutput(.none)]
  public static let needsVolume = true

  public let period: Int
  /// The last typical price; `nil` before the first bar.
  private var previous: Double?
  private var rises: RollingSum
  private var falls: RollingSum

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    rises = RollingSum(period)
    falls = RollingSum(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let price = bar.typicalPrice
    defer { previous = price }
    values[0] = .nan
    guard let previous else { return }
    let money = price * bar.boundedVolume
    let rise = rises.update(price > previous ? money : 0)
    let fall = falls.update(price < previous ? money : 0)
    guard let rise, let fall else { return }
    values[0] = 100 * share(rise, of: rise + fall)
  }
}
