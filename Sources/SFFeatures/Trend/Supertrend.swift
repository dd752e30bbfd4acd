import SFCore

/// The line that follows the price at a number of average true ranges, below it while it rises and
/// above it while it falls.
///
///     lower = (high + low) / 2 − multiplier · atr, but never down while the close stays above it
///     upper = (high + low) / 2 + multiplier · atr, but never up while the close stays below it
///
/// The trend turns when the close passes the line of the other side (Olivier
/// Seban, as charting programs draw it). It begins as rising.
public struct Supertrend: BarFeature {
  public static let kind = "supertrend"
  public static let group = FeatureGroup.trend
  public static let summary = "Supertrend: a trailing line at true ranges, and its direction."
  public static let parameters = [
    Parameter.period(default: 10, "true ranges in their average"),
    Parameter("multiplier", .number, default: "3", "ranges from the middle to the line"),
  ]
  /// The direction is 1 while rising, −1 while falling.
  public static let outputs = [FeatureOutput(.price), FeatureOutput("direction", .none)]

  public let period: Int
  public let multiplier: Double
  private var range = TrueRange()
  private var meanRange: WilderMean
  /// What the last bar left; `nil` until there is a range.
  private var state: State?

  private struct State: Codable, Sendable {
    var upper: Double
    var lower: Double
    var close: Double
    var isRising: Bool
  }

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    multiplier = arguments.number("multiplier")
    guard multiplier > 0 else {
      throw ConfigurationError("multiplier", "must be greater than 0, is \(multiplier)")
    }
    meanRange = WilderMean(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    guard let range = range.update(bar).flatMap({ meanRange.update($0) }) else {
      return values.update(repeating: .nan)
    }
    let state = next(bar, range)
    self.state = state
    values[0] = state.isRising ? state.lower : state.upper
    values[1] = state.isRising ? 1 : -1
  }

  private func next(_ bar: Bar, _ range: Double) -> State {
    let close = bar.close.double
    var next = State(
      upper: bar.medianPrice + multiplier * range, lower: bar.medianPrice - multiplier * range,
      close: close, isRising: true)
    if let state {
      if state.close <= state.upper { next.upper = min(next.upper, state.upper) }
      if state.close >= state.lower { next.lower = max(next.lower, state.lower) }
      next.isRising = state.isRising ? close >= next.lower : close > next.upper
    } else {
      next.isRising = close >= next.lower
    }
    return next
  }
}
