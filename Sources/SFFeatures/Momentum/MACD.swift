import SFCore

/// The distance of two exponential averages of the close, its own average, and what is between them.
///
/// Both averages are begun at the bar at which the slower one can be; all three
/// outputs begin together, when the signal has its first value.
public struct MACD: NumberFeature {
  public static let kind = "macd"
  public static let group = FeatureGroup.momentum
  public static let summary = "Moving average convergence and divergence of the close."
  public static let parameters = [
    Parameter.period("fast", default: 12, "bars of the faster average"),
    Parameter.period("slow", from: 2, default: 26, "bars of the slower average"),
    Parameter.period("signal", default: 9, "values in the average of the distance"),
  ]
  public static let outputs = [
    FeatureOutput(.price), FeatureOutput("signal", .price), FeatureOutput("hist", .price),
  ]

  public let fast: Int
  public let slow: Int
  public let signal: Int
  /// Bars that the faster average has let pass, to begin with the slower one.
  private var skipped = 0
  private var fastMean: ExponentialMean
  private var slowMean: ExponentialMean
  private var signalMean: ExponentialMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    fast = arguments.integer("fast")
    slow = arguments.integer("slow")
    signal = arguments.integer("signal")
    guard fast < slow else {
      throw ConfigurationError("fast", "must be less than slow (\(slow)), is \(fast)")
    }
    fastMean = ExponentialMean(fast)
    slowMean = ExponentialMean(slow)
    signalMean = ExponentialMean(signal)
  }

  public var warmUp: Int { slow + signal - 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    let (line, mean) = lines(with: value)
    values[0] = line
    values[1] = mean
    values[2] = line - mean
  }

  private mutating func lines(with close: Double) -> (line: Double, signal: Double) {
    let slower = slowMean.update(close)
    guard skipped == slow - fast else {
      skipped += 1
      return (.nan, .nan)
    }
    let faster = fastMean.update(close)
    guard let slower, let faster, let mean = signalMean.update(faster - slower) else {
      return (.nan, .nan)
    }
    return (faster - slower, mean)
  }
}
