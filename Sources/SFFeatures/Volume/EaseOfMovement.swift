import SFCore

/// Arms' ease of movement: how far the middle of the bars went for their volume, as a mean.
///
///     (middle − middle before) · (high − low) · divisor / volume
///
/// with the middle (high + low) / 2 (Richard Arms, 1983). A bar without volume
/// counts as 0: it says nothing of how easily volume moves the price. Where no
/// bar traded there is no value.
public struct EaseOfMovement: BarFeature {
  public static let kind = "eom"
  public static let group = FeatureGroup.volume
  public static let summary = "Ease of movement: distance and range for the volume."
  public static let parameters = [
    Parameter.period(default: 14, "bars in the mean"),
    Parameter("divisor", .number, default: "100000000", "volume that counts as one"),
  ]
  public static let outputs = [FeatureOutput(.none)]
  public static let needsVolume = true

  public let period: Int
  public let divisor: Double
  /// The last middle; `nil` before the first bar.
  private var previous: Double?
  private var mean: RollingMean
  private var volumes: RollingSum

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    divisor = arguments.number("divisor")
    guard divisor > 0 else {
      throw ConfigurationError("divisor", "must be greater than 0, is \(divisor)")
    }
    mean = RollingMean(period)
    volumes = RollingSum(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let middle = bar.medianPrice
    defer { previous = middle }
    values[0] = .nan
    guard let previous else { return }
    let volume = bar.boundedVolume
    let ease = volume > 0 ? (middle - previous) * bar.range * (divisor / volume) : 0
    let (mean, whole) = (mean.update(ease), volumes.update(volume))
    guard let mean, let whole, whole > 0 else { return }
    values[0] = mean
  }
}
