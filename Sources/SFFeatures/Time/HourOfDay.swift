import SFCore

/// The time of day at which the bar closes, UTC, as a point on a circle.
///
///     sin(2π · hour / 24), cos(2π · hour / 24)
///
/// with minutes and seconds as parts of the hour; so 23:59 is near to 00:00.
public struct HourOfDay: Feature {
  public static let kind = "hour"
  public static let group = FeatureGroup.time
  public static let summary = "Time of day of the close, UTC, as sine and cosine."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput("sin", .none), FeatureOutput("cos", .none)]

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { 1 }

  public mutating func update(
    _ bar: Bar, at ts: Timestamp, into values: inout MutableSpan<Double>
  ) {
    let time = ts.milliseconds - ts.day * Timestamp.millisecondsPerDay
    let point = CirclePoint(turn: Double(time) / Double(Timestamp.millisecondsPerDay))
    values[0] = point.sine
    values[1] = point.cosine
  }
}
