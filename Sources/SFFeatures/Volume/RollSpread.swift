import SFCore

/// Roll's estimate of the bid-ask spread, from how changes of the close turn back.
///
///     2 · √(−covariance(change, change before))
///
/// of the last `period` pairs of changes, as of a sample; 0 where changes do
/// not turn back (Richard Roll, "A simple implicit measure of the effective
/// bid-ask spread", 1984).
public struct RollSpread: NumberFeature {
  public static let kind = "roll_spread"
  public static let group = FeatureGroup.volume
  public static let summary = "Roll's estimate of the spread, from the turns of the close."
  public static let parameters = [
    Parameter.period(from: 2, default: 20, "pairs of changes in the covariance")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  /// The last number; `nil` before the first.
  private var previous: Double?
  /// The last change; `nil` before the first.
  private var change: Double?
  private var pairs: RollingFold<PairMoments>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    pairs = RollingFold(period)
  }

  public var warmUp: Int { period + 2 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    let next = previous.map { value - $0 }
    let before = change
    previous = value
    change = next
    values[0] = .nan
    guard let before, let next, let moments = pairs.update(Pair(x: before, y: next)) else { return }
    values[0] = 2 * max(0, -moments.products / (moments.count - 1)).squareRoot()
  }
}
