import SFCore

/// Chande's variable index dynamic average: an exponential average that moves as fast as the
/// momentum is strong.
///
///     v + 2 / (period + 1) · |CMO| · (close − v)
///
/// with |CMO| the share of the net change in all changes of the last `period`
/// bars (Tushar Chande, "Adapting moving averages to market volatility", 1992,
/// in the form of 1994). It begins as the close with the first such share, and
/// stands still where the close does.
public struct VIDYA: NumberFeature {
  public static let kind = "vidya"
  public static let group = FeatureGroup.averages
  public static let summary = "Variable index dynamic average of the close (Chande)."
  public static let parameters = [
    Parameter.period(default: 14, "changes of the close in the momentum; the longest average")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  /// The last number; `nil` before the first.
  private var previous: Double?
  private var net: RollingSum
  private var path: RollingSum
  /// `nil` until there is a momentum.
  private var average: Double?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    net = RollingSum(period)
    path = RollingSum(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    defer { previous = value }
    values[0] = .nan
    guard let previous else { return }
    let net = net.update(value - previous)
    let path = path.update((value - previous).magnitude)
    guard let net, let path else { return }
    let before = average ?? value
    let momentum = path > 0 ? min(1, net.magnitude / path) : 0
    let next = before + 2 / Double(period + 1) * momentum * (value - before)
    average = next
    values[0] = next
  }
}
