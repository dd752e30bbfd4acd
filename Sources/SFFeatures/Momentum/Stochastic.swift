import SFCore

/// Where the close stands between the lowest low and the highest high of a window, 0 to 100, smoothed
/// once and twice by simple averages (Lane, "Lane's Stochastics", 1984).
///
/// In a window without a range there is no position; the averages begin again behind it.
public struct Stochastic: BarFeature {
  public static let kind = "stoch"
  public static let group = FeatureGroup.momentum
  public static let summary = "Slow stochastic oscillator, and its signal."
  public static let parameters = [
    Parameter.period("fast_k", default: 5, "bars in the window"),
    Parameter.period("slow_k", default: 3, "positions in the average"),
    Parameter.period("slow_d", default: 3, "averages in the signal"),
  ]
  public static let outputs = [FeatureOutput("k", .none), FeatureOutput("d", .none)]

  public let fastK: Int
  public let slowK: Int
  public let slowD: Int
  private var position: StochasticPosition
  private var mean: RollingMean
  private var signal: RollingMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    fastK = arguments.integer("fast_k")
    slowK = arguments.integer("slow_k")
    slowD = arguments.integer("slow_d")
    position = StochasticPosition(fastK)
    mean = RollingMean(slowK)
    signal = RollingMean(slowD)
  }

  public var warmUp: Int { fastK + slowK + slowD - 2 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let position = position.update(
      high: bar.high.double, low: bar.low.double, close: bar.close.double)
    values[0] = .nan
    values[1] = .nan
    guard let position else {
      mean.clear()
      return signal.clear()
    }
    guard let mean = mean.update(position), let signal = signal.update(mean) else { return }
    values[0] = mean
    values[1] = signal
  }
}
