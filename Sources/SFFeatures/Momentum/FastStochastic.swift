import SFCore

/// Where the close stands between the lowest low and the highest high of a window, 0 to 100, and its
/// simple average (Lane, "Lane's Stochastics", 1984).
///
/// In a window without a range there is no position; the average begins again behind it.
public struct FastStochastic: BarFeature {
  public static let kind = "stochf"
  public static let group = FeatureGroup.momentum
  public static let summary = "Fast stochastic oscillator, and its signal."
  public static let parameters = [
    Parameter.period("fast_k", default: 5, "bars in the window"),
    Parameter.period("fast_d", default: 3, "positions in the signal"),
  ]
  public static let outputs = [FeatureOutput("k", .none), FeatureOutput("d", .none)]

  public let fastK: Int
  public let fastD: Int
  private var position: StochasticPosition
  private var signal: RollingMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    fastK = arguments.integer("fast_k")
    fastD = arguments.integer("fast_d")
    position = StochasticPosition(fastK)
    signal = RollingMean(fastD)
  }

  public var warmUp: Int { fastK + fastD - 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let position = position.update(
      high: bar.high.double, low: bar.low.double, close: bar.close.double)
    values[0] = .nan
    values[1] = .nan
    guard let position else { return signal.clear() }
    guard let signal = signal.update(position) else { return }
    values[0] = position
    values[1] = signal
  }
}
