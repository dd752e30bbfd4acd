import SFCore

/// The volume of the bar over the mean of the last `period` bars, this one included: 2 is twice the
/// usual.
///
/// Where nothing was traded there is no usual, and no ratio.
public struct VolumeRatio: BarFeature {
  public static let kind = "volume_ratio"
  public static let group = FeatureGroup.volume
  public static let summary = "Volume over its mean."
  public static let parameters = [
    Parameter.period(default: 20, "bars in the mean")
  ]
  public static let outputs = [FeatureOutput(.none)]
  public static let needsVolume = true

  public let period: Int
  private var mean: RollingMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    mean = RollingMean(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let mean = mean.update(bar.boundedVolume) else { return }
    values[0] = share(bar.boundedVolume, of: mean)
  }
}
