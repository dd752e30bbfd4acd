import SFCore

/// Elder's force index: the exponential average of change times volume.
///
///     ema(period)((close − close before) · volume)
///
/// (Alexander Elder, "Trading for a living", 1993), in quote currency for a base
/// volume.
public struct EFI: BarFeature {
  public static let kind = "efi"
  public static let group = FeatureGroup.volume
  public static let summary = "Elder force index: the average of change times volume."
  public static let parameters = [
    Parameter.period(default: 13, "bars; each weighs 2 / (period + 1)")
  ]
  public static let outputs = [FeatureOutput(.none)]
  public static let needsVolume = true

  public let period: Int
  /// The last close; `nil` before the first bar.
  private var previous: Price?
  private var mean: ExponentialMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    mean = ExponentialMean(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    defer { previous = bar.close }
    values[0] = .nan
    guard let previous else { return }
    let force = (bar.close.double - previous.double) * bar.boundedVolume
    values[0] = mean.update(force) ?? .nan
  }
}
