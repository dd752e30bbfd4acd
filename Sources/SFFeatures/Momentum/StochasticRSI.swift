import SFCore

/// Where the relative strength index stands between its lowest and highest of a window, 0 to 100, and
/// its simple average (Chande and Kroll, "The New Technical Trader", 1994).
///
/// In a window in which the index does not move there is no position, and the
/// average begins again behind it; behind a bar without an index the window does.
public struct StochasticRSI: NumberFeature {
  public static let kind = "stochrsi"
  public static let group = FeatureGroup.momentum
  public static let summary =
    "Stochastic oscillator of the relative strength index, and its signal."
  public static let parameters = [
    Parameter.period(from: 2, default: 14, "changes of the close in the index"),
    Parameter.period("fast_k", default: 5, "indices in the window"),
    Parameter.period("fast_d", default: 3, "positions in the signal"),
  ]
  public static let outputs = [FeatureOutput("k", .none), FeatureOutput("d", .none)]

  public let fastK: Int
  public let fastD: Int
  private var index: RSI
  private var position: StochasticPosition
  private var signal: RollingMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    index = try RSI(arguments)
    fastK = arguments.integer("fast_k")
    fastD = arguments.integer("fast_d")
    position = StochasticPosition(fastK)
    signal = RollingMean(fastD)
  }

  public var warmUp: Int { index.warmUp + fastK + fastD - 2 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    index.update(value, into: &values)
    let index = values[0]
    values[0] = .nan
    values[1] = .nan
    guard !index.isNaN else {
      position = StochasticPosition(fastK)
      return signal.clear()
    }
    guard let position = position.update(high: index, low: index, close: index) else {
      return signal.clear()
    }
    guard let signal = signal.update(position) else { return }
    values[0] = position
    values[1] = signal
  }
}
