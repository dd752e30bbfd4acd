import SFCore

/// How far a faster simple average of the close lies above a slower one, in percent of the slower.
public struct PPO: NumberFeature {
  public static let kind = "ppo"
  public static let group = FeatureGroup.momentum
  public static let summary = "Percentage price oscillator: the apo in percent of the slow average."
  public static let parameters = APO.parameters
  public static let outputs = [FeatureOutput(.percent)]

  private var means: MeanPair

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    means = try MeanPair(arguments)
  }

  public var warmUp: Int { means.slow }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let (fast, slow) = means.update(value) else { return }
    values[0] = (fast - slow) / slow * 100
  }
}
