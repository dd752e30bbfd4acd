/// The functions of the expression language, in alphabetical order.
public enum ExpressionFunction: String, CaseIterable, Sendable {
  case abs
  case barsSince = "bars_since"
  case countIn = "count_in"
  case crossAbove = "cross_above"
  case crossBelow = "cross_below"
  case falling, highest, lag, latest, log, lowest, max, mean, min, rising, sqrt, stdev
  case valueWhen = "value_when"

  /// How it is called: `x` and `y` are numbers, `c` is a condition, `n` a whole number of bars.
  public var usage: String {
    switch self {
    case .abs, .latest, .log, .sqrt: "\(rawValue)(x)"
    case .barsSince: "\(rawValue)(c)"
    case .countIn: "\(rawValue)(c, n)"
    case .crossAbove, .crossBelow: "\(rawValue)(x, y)"
    case .falling, .rising: "\(rawValue)(x, n)"
    case .highest, .lag, .lowest, .mean, .stdev: "\(rawValue)(x, n)"
    case .valueWhen: "\(rawValue)(c, x)"
    case .max, .min: "\(rawValue)(x, y, …)"
    }
  }

  /// What it says.
  public var summary: String {
    switch self {
    case .abs: "the number without its sign"
    case .barsSince: "bars since c was last true, 0 at that bar"
    case .countIn: "at how many of the last n bars c was true"
    case .crossAbove: "x is above y, and was not at the bar before"
    case .crossBelow: "x is below y, and was not at the bar before"
    case .falling: "x fell at each of the last n bars (1 when n is left out)"
    case .highest: "the greatest of the last n values"
    case .lag: "the value n bars ago"
    case .latest: "x, or where it is missing its last value"
    case .log: "the natural logarithm; missing unless x > 0"
    case .lowest: "the smallest of the last n values"
    case .max: "the greatest of two or more"
    case .mean: "the mean of the last n values"
    case .min: "the smallest of two or more"
    case .rising: "x rose at each of the last n bars (1 when n is left out)"
    case .sqrt: "the square root; missing unless x ≥ 0"
    case .stdev: "the population deviation of the last n values"
    case .valueWhen: "x at the last bar at which c was true"
    }
  }

  /// The bars that a window may have.
  public static let bars = 1...100_000
}
