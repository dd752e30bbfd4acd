import SFCore

/// The deviation of the last `period` simple returns of the close, per bar, as a fraction.
///
/// The deviation is that of a sample (n − 1). A close of 0 has no return: the
/// window begins again behind it.
public struct ReturnDeviation: NumberFeature {
  public static let kind = "ret_std"
  public static let group = FeatureGroup.volatility
  public static let summary = "Sample deviation of the simple returns of the close, per bar."
  public static let parameters = [
    Parameter.period(from: 2, default: 20, "returns in the window")
  ]
  public static let outputs = [FeatureOutput(.fraction)]

  public let period: Int
  /// The last number; `nil` before the first.
  private var previous: Double?
  private var returns: RollingMoments

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    returns = RollingMoments(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    defer { previous = value }
    values[0] = .nan
    guard let previous else { return }
    guard previous != 0 else {
      returns.clear()
      return
    }
    values[0] = returns.update((value - previous) / previous)?.sampleDeviation ?? .nan
  }
}
