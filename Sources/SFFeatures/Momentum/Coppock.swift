import SFCore

/// Coppock's curve: the weighted mean of two rates of change of the close, in percent.
///
///     wma(length)(roc(fast) + roc(slow))
///
/// (Edwin Coppock, "Practical relative strength charting", 1962, on months). A
/// close of 0 has no rate of change: the mean begins again behind it.
public struct Coppock: NumberFeature {
  public static let kind = "coppock"
  public static let group = FeatureGroup.momentum
  public static let summary = "Coppock curve of the close, in percent."
  public static let parameters = [
    Parameter.period("length", default: 10, "bars of the weighted mean"),
    Parameter.period("fast", default: 11, "bars of the shorter rate of change"),
    Parameter.period("slow", default: 14, "bars of the longer rate of change"),
  ]
  public static let outputs = [FeatureOutput(.percent)]

  public let length: Int
  public let fast: Int
  public let slow: Int
  private var fastCloses: Ring<Double>
  private var slowCloses: Ring<Double>
  private var mean: RollingFold<LineMoments>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    length = arguments.integer("length")
    fast = arguments.integer("fast")
    slow = arguments.integer("slow")
    guard fast <= slow else {
      throw ConfigurationError("fast", "must be at most slow (\(slow)), is \(fast)")
    }
    fastCloses = Ring(fast)
    slowCloses = Ring(slow)
    mean = RollingFold(length)
  }

  public var warmUp: Int { slow + length }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    let recent = fastCloses.push(value)
    let distant = slowCloses.push(value)
    values[0] = .nan
    guard let recent, let distant else { return }
    let rate = 100 * ((value / recent - 1) + (value / distant - 1))
    guard rate.isFinite else { return mean.clear() }
    values[0] = mean.update(rate)?.weightedMean ?? .nan
  }
}
