import SFCore

/// Chaikin's money flow: the volume of the last bars, each weighted by where it closed in its range,
/// as a part of all volume, −1 to 1.
///
///     Σ volume · ((close − low) − (high − close)) / (high − low) / Σ volume
///
/// A bar without a range counts as closed in its middle (Marc Chaikin). Where
/// nothing was traded in a bar with a range there is no part, and no value.
public struct CMF: BarFeature {
  public static let kind = "cmf"
  public static let group = FeatureGroup.volume
  public static let summary = "Chaikin money flow, -1 to 1."
  public static let parameters = [
    Parameter.period(default: 20, "bars in the sums")
  ]
  public static let outputs = [FeatureOutput(.fraction)]
  public static let needsVolume = true

  public let period: Int
  private var flows: RollingSum
  private var volumes: RollingSum
  /// Of bars with a range.
  private var placed: RollingSum

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    flows = RollingSum(period)
    volumes = RollingSum(period)
    placed = RollingSum(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let volume = bar.boundedVolume
    let (high, low, close) = (bar.high.double, bar.low.double, bar.close.double)
    let place = high > low ? ((close - low) - (high - close)) / (high - low) : 0
    let flow = flows.update(place * volume)
    let whole = volumes.update(volume)
    let placed = placed.update(high > low ? volume : 0)
    values[0] = .nan
    guard let flow, let whole, let placed, placed > 0 else { return }
    values[0] = share(flow, of: whole)
  }
}
