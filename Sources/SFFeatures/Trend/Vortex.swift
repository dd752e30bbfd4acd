import SFCore

/// The vortex: how far the highs stand from the lows before them, and the lows from the highs, over
/// the true ranges.
///
///     plus  = Σ |high − low before| / Σ true range
///     minus = Σ |low − high before| / Σ true range
///
/// over the last `period` bars (Botes and Siepman, "The vortex indicator",
/// 2010). Where nothing moves there is no range, and no value.
public struct Vortex: BarFeature {
  public static let kind = "vortex"
  public static let group = FeatureGroup.trend
  public static let summary = "Vortex indicator: upward and downward movement over true ranges."
  public static let parameters = [
    Parameter.period(default: 14, "bars in the sums")
  ]
  public static let outputs = [FeatureOutput("plus", .none), FeatureOutput("minus", .none)]

  public let period: Int
  /// High and low of the last bar; `nil` before the first.
  private var previous: SIMD2<Double>?
  private var range = TrueRange()
  private var ranges: RollingSum
  private var ups: RollingSum
  private var downs: RollingSum

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    ranges = RollingSum(period)
    ups = ranges
    downs = ranges
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let now = SIMD2(bar.high.double, bar.low.double)
    let range = range.update(bar)
    defer { previous = now }
    guard let previous, let range else { return values.update(repeating: .nan) }
    let up = ups.update((now.x - previous.y).magnitude)
    let down = downs.update((now.y - previous.x).magnitude)
    let whole = ranges.update(range)
    guard let up, let down, let whole else {
      return values.update(repeating: .nan)
    }
    values[0] = share(up, of: whole)
    values[1] = share(down, of: whole)
  }
}
