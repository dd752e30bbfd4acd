import SFCore

/// How much of a daily session is over, as a point on a half circle; both values are 0 outside.
///
///     sin(π · part), cos(π · part),  part = (close of the bar − start) / (end − start)
///
/// The cosine falls from 1 at the start to −1 at the end, the sine is greatest in
/// the middle; their squares add up to 1 inside only. Start and end are minutes
/// after 00:00 UTC, by default those of New York's stock exchanges in summer; an
/// end that is not after the start is one of the next day. The bar that closes
/// at the end is the last one inside.
public struct Session: Feature {
  public static let kind = "session"
  public static let group = FeatureGroup.time
  public static let summary = "Progress of a daily session, UTC, as sine and cosine."
  public static let parameters = [
    Parameter("start", .integer(0...1_439), default: "810", "minutes after 00:00 UTC"),
    Parameter("end", .integer(0...1_440), default: "1200", "minutes after 00:00 UTC"),
  ]
  public static let outputs = [FeatureOutput("sin", .none), FeatureOutput("cos", .none)]

  private static let day = Timestamp.millisecondsPerDay

  /// In milliseconds.
  private let start: Int64
  private let length: Int64

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    let (start, end) = (arguments.integer("start"), arguments.integer("end"))
    self.start = Int64(start) * 60_000
    length = Int64(end > start ? end - start : end + 1_440 - start) * 60_000
  }

  public var warmUp: Int { 1 }

  public mutating func update(
    _ bar: Bar, at ts: Timestamp, into values: inout MutableSpan<Double>
  ) {
    // Since the session began, of a bar that closes as it begins a whole day.
    let since = ts.milliseconds - start - 1
    let part = since - since.floored(by: Self.day) * Self.day + 1
    guard part <= length else { return values.update(repeating: 0) }
    let point = CirclePoint(turn: Double(part) / Double(length) / 2)
    values[0] = point.sine
    values[1] = point.cosine
  }
}
