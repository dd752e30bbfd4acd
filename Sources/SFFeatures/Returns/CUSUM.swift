import SFCore

/// The symmetric CUSUM filter: what returns have added up to in one direction, and when that is
/// enough.
///
///     up   = max(0, up + ln(close / close before))
///     down = min(0, down + ln(close / close before))
///     event = 1 when up exceeds `threshold`, −1 when down falls below −`threshold`, else 0
///
/// The sum that made an event is written once and then begins again at 0 (E. S.
/// Page, "Continuous inspection schemes", 1954; the filter is that of López de
/// Prado, "Advances in financial machine learning", 2018, 2.5.2.1). A close that
/// is not positive has no return: the sums stand, and the values are missing.
public struct CUSUM: NumberFeature {
  public static let kind = "cusum"
  public static let group = FeatureGroup.returns
  public static let summary = "CUSUM filter of the log returns: sums and events."
  public static let parameters = [
    Parameter("threshold", .number, default: "0.01", "log return that is an event")
  ]
  public static let outputs = [
    FeatureOutput("up", .fraction), FeatureOutput("down", .fraction), FeatureOutput("event", .none),
  ]

  public let threshold: Double
  private var change = LogChange()
  private var up = 0.0
  private var down = 0.0

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    threshold = arguments.number("threshold")
    guard threshold > 0 else {
      throw ConfigurationError("threshold", "must be greater than 0, is \(threshold)")
    }
  }

  public var warmUp: Int { 2 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    guard let change = change.update(value) else { return values.update(repeating: .nan) }
    up = max(0, up + change)
    down = min(0, down + change)
    values[0] = up
    values[1] = down
    values[2] = 0
    if up > threshold {
      values[2] = 1
      up = 0
    } else if down < -threshold {
      values[2] = -1
      down = 0
    }
  }
}
