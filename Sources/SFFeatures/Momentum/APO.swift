import SFCore

/// How far a faster simple average of the close lies above a slower one.
public struct APO: NumberFeature {
  public static let kind = "apo"
  public static let group = FeatureGroup.momentum
  public static let summary = "Absolute price oscillator: a fast simple average less a slow one."
  public static let parameters = [
    Parameter.period("fast", default: 12, "bars of the faster average"),
    Parameter.period("slow", from: 2, default: 26, "bars of the slower average"),
  ]
  public static let outputs = [FeatureOutput(.price)]

  private var means: MeanPair

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    means = try MeanPair(arguments)
  }

  public var warmUp: Int { means.slow }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let (fast, slow) = means.update(value) else { return }
    values[0] = fast - slow
  }
}
