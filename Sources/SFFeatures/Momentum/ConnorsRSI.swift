import SFCore

/// Connors' RSI: the mean of three numbers from 0 to 100.
///
///     rsi(close), rsi(streak),
///     percent of the last `rank` changes that are less than this one
///
/// A streak counts the bars that closed higher (or, negative, lower) in a row
/// and is 0 when the close stands; a change is (close − before) / before
/// (Connors and Alvarez, "An introduction to ConnorsRSI", 2012). Where one of the
/// three does not exist, neither does the mean: a close that never changed has
/// no strength. A change from 0 has no size: the rank begins again.
public struct ConnorsRSI: NumberFeature {
  public static let kind = "crsi"
  public static let group = FeatureGroup.momentum
  public static let summary = "Connors RSI: strength, streak and rank of the change, 0 to 100."
  public static let parameters = [
    Parameter.period("rsi", from: 2, default: 3, "changes in the strength of the close"),
    Parameter.period("streak", from: 2, default: 2, "changes in the strength of the streak"),
    Parameter.period("rank", default: 100, "changes that the current one is compared with"),
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let rsi: Int
  public let streak: Int
  public let rank: Int
  private var changes: GainLoss
  private var streaks: GainLoss
  private var returns: RollingOrder
  /// The last number; `nil` before the first.
  private var previous: Double?
  /// Bars in a row that closed higher, or, negative, lower.
  private var length = 0

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    rsi = arguments.integer("rsi")
    streak = arguments.integer("streak")
    rank = arguments.integer("rank")
    changes = GainLoss(rsi)
    streaks = GainLoss(streak)
    returns = RollingOrder(rank)
  }

  public var warmUp: Int { max(rsi + 1, streak + 1, rank + 2) }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    let before = previous ?? value
    length = value > before ? max(length, 0) + 1 : value < before ? min(length, 0) - 1 : 0
    let ofClose = changes.update(value)?.share
    let ofStreak = streaks.update(Double(length))?.share
    let below = rank(of: value)
    previous = value
    values[0] = .nan
    guard let ofClose, let ofStreak, let below else { return }
    values[0] = 100 * (ofClose + ofStreak + below) / 3
  }

  /// The share of the last changes that are less than this one, which then is one of them.
  private mutating func rank(of value: Double) -> Double? {
    guard let previous else { return nil }
    let change = (value - previous) / previous
    guard change.isFinite else {
      returns.clear()
      return nil
    }
    defer { returns.push(change) }
    return returns.isFull ? Double(returns.count(below: change)) / Double(rank) : nil
  }
}
