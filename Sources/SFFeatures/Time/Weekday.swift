import SFCore

/// The day of the week on which the bar traded, UTC, as a point on a circle.
///
///     sin(2π · day / 7), cos(2π · day / 7)
///
/// with 0 for Monday. The bar that closes at 00:00 is the last of the day before:
/// a bar of a whole Monday is Monday's.
public struct Weekday: Feature {
  public static let kind = "weekday"
  public static let group = FeatureGroup.time
  public static let summary = "Day of the week of the bar, UTC, as sine and cosine."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput("sin", .none), FeatureOutput("cos", .none)]

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { 1 }

  public mutating func update(
    _ bar: Bar, at ts: Timestamp, into values: inout MutableSpan<Double>
  ) {
    // 1970-01-01 was a Thursday.
    let day = (ts + -1).day + 3
    let point = CirclePoint(turn: Double(day - 7 * day.floored(by: 7)) / 7)
    values[0] = point.sine
    values[1] = point.cosine
  }
}
