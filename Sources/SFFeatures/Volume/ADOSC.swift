import SFCore

/// A faster exponential average of the accumulation and distribution line less a slower one, both
/// begun with the line's first value (Chaikin).
///
/// Kept is how far each average lags behind the line, not the line: it may grow
/// without end, and the difference has all its digits.
public struct ADOSC: BarFeature {
  public static let kind = "adosc"
  public static let group = FeatureGroup.volume
  public static let summary = "Chaikin oscillator: a fast average of the ad line less a slow one."
  public static let parameters = [
    Parameter.period("fast", default: 3, "bars of the faster average"),
    Parameter.period("slow", from: 2, default: 10, "bars of the slower average"),
  ]
  public static let outputs = [FeatureOutput(.none)]
  public static let needsVolume = true

  public let fast: Int
  public let slow: Int
  /// How far the line is above its averages; `nil` before the first bar.
  private var lags: SIMD2<Double>?
  private var count = 0

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    fast = arguments.integer("fast")
    slow = arguments.integer("slow")
    guard fast < slow else {
      throw ConfigurationError("fast", "must be less than slow (\(slow)), is \(fast)")
    }
  }

  public var warmUp: Int { slow }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let flow = bar.moneyFlow
    count = min(count + 1, slow)
    let kept = SIMD2(Double(fast - 1) / Double(fast + 1), Double(slow - 1) / Double(slow + 1))
    let lags = lags.map { kept * ($0 + flow) } ?? .zero
    // A flow too great for a `Double` is forgotten.
    self.lags = lags[0].isFinite && lags[1].isFinite ? lags : nil
    values[0] = count == slow ? lags[1] - lags[0] : .nan
  }
}
