import SFCore

/// Bill Williams' awesome oscillator: how far the fast mean of the bars' middles is above the slow
/// one.
///
///     sma(fast)((high + low) / 2) − sma(slow)((high + low) / 2)
///
/// ("New trading dimensions", 1998).
public struct AwesomeOscillator: BarFeature {
  public static let kind = "ao"
  public static let group = FeatureGroup.momentum
  public static let summary = "Awesome oscillator: distance of two means of the bars' middles."
  public static let parameters = [
    Parameter.period("fast", default: 5, "bars of the faster mean"),
    Parameter.period("slow", from: 2, default: 34, "bars of the slower mean"),
  ]
  public static let outputs = [FeatureOutput(.price)]

  private var means: MeanPair

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    means = try MeanPair(arguments)
  }

  public var warmUp: Int { means.slow }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let (fast, slow) = means.update(bar.medianPrice) else { return }
    values[0] = fast - slow
  }
}
