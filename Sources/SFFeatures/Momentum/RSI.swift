import SFCore

/// Wilder's relative strength index: the share of rises in the average change of the close, 0 to 100.
///
/// Where the close does not change at all there is no share, and no value:
/// 0 would read as the strongest fall.
public struct RSI: NumberFeature {
  public static let kind = "rsi"
  public static let group = FeatureGroup.momentum
  public static let summary = "Relative strength index of the close, 0 to 100 (Wilder)."
  public static let parameters = [
    Parameter.period(from: 2, default: 14, "changes of the close in the averages")
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  private var changes: GainLoss

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    changes = GainLoss(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = changes.update(value)?.share.map { 100 * $0 } ?? .nan
  }
}
