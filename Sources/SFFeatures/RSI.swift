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

  /// An average change below this is what is left of changes long past, and counts as none.
  private static let leastChange = 1e-14

  public let period: Int
  /// The last number; `nil` before the first.
  private var previous: Double?
  private var rise: WilderMean
  private var fall: WilderMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    rise = WilderMean(period)
    fall = WilderMean(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    defer { previous = value }
    values[0] = .nan
    guard let previous else { return }
    let change = value - previous
    let rise = rise.update(max(change, 0))
    let fall = fall.update(max(-change, 0))
    guard let rise, let fall, rise + fall >= Self.leastChange else { return }
    values[0] = 100 * (rise / (rise + fall))
  }
}
