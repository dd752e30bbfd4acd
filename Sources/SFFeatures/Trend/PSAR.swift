import SFCore

/// Wilder's parabolic stop, as in `sar`, with the side that it is on: 1 below a rise, −1 above a fall.
///
/// The direction is that after the bar: where the price touches the stop the
/// stop changes sides with it.
public struct PSAR: BarFeature {
  public static let kind = "psar"
  public static let group = FeatureGroup.trend
  public static let summary = "Parabolic stop and reverse, and its direction."
  public static let parameters = SAR.parameters
  public static let outputs = [FeatureOutput(.price), FeatureOutput("direction", .none)]

  private var stop: SAR

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    stop = try SAR(arguments)
  }

  public var warmUp: Int { stop.warmUp }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    stop.update(bar, into: &values)
    values[1] = stop.direction ?? .nan
  }
}
