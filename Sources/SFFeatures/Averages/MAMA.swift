import SFCore

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Ehlers' adaptive average: the faster the phase of the cycle moves, the less it follows; and a
/// slower average of it (Ehlers, "MESA Adaptive Moving Averages", 2001).
///
/// Both begin at 0 with the 13th bar, and with their first value they have come
/// near the price.
public struct MAMA: NumberFeature {
  public static let kind = "mama"
  public static let group = FeatureGroup.averages
  public static let summary = "MESA adaptive moving average, and its following average."
  public static let parameters = [
    Parameter("fast_limit", .number, default: "0.5", "the most of a distance that is taken"),
    Parameter("slow_limit", .number, default: "0.05", "the least of a distance that is taken"),
  ]
  public static let outputs = [FeatureOutput(.price), FeatureOutput("fama", .price)]

  public let fastLimit: Double
  public let slowLimit: Double
  private var cycle = DominantCycle.early
  /// Degrees.
  private var phase = 0.0
  private var mean = 0.0
  private var following = 0.0

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    fastLimit = arguments.number("fast_limit")
    slowLimit = arguments.number("slow_limit")
    for (name, value) in [("fast_limit", fastLimit), ("slow_limit", slowLimit)] {
      guard (0.01...0.99).contains(value) else {
        throw ConfigurationError(name, "must be 0.01 to 0.99, is \(value)")
      }
    }
  }

  public var warmUp: Int { cycle.warmUp }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    if cycle.update(value) { follow(value) }
    values[0] = cycle.isReady ? mean : .nan
    values[1] = cycle.isReady ? following : .nan
  }

  private mutating func follow(_ value: Double) {
    let inPhase = cycle.inPhase
    let next = inPhase != 0 ? atan(cycle.quadrature / inPhase) * DominantCycle.degrees : 0
    let step = max(phase - next, 1)
    phase = next
    let share = step > 1 ? max(fastLimit / step, slowLimit) : fastLimit
    mean = share * value + (1 - share) * mean
    following = share * 0.5 * mean + (1 - share * 0.5) * following
  }
}
