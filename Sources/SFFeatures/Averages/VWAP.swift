import SFCore

/// The volume-weighted average price since the session began, with lines above and below it.
///
///     Σ volume · typical / Σ volume,  typical = (high + low + close) / 3
///
/// The lines lie at a number of volume-weighted deviations (Berkowitz, Logue
/// and Noser, 1988, for the price; the lines as charting programs draw them). A
/// session begins at 00:00 UTC, of Monday for a week, of the first day for a
/// month, or `start` minutes later; a bar belongs to the session in which it
/// traded, so the one that closes at 00:00 is the last of its day. As long as a
/// session has no volume there is no average, as in `rolling_vwap`.
public struct VWAP: Feature {
  public static let kind = "vwap"
  public static let group = FeatureGroup.averages
  public static let summary = "Volume-weighted average price of the session, with bands."
  public static let parameters = [
    Parameter("session", .choice(["day", "week", "month"]), default: "day", "what it begins with"),
    Parameter("deviations", .number, default: "1", "distance of the lines from the average"),
    Parameter("start", .integer(0...1_439), default: "0", "minutes after 00:00 UTC"),
  ]
  public static let outputs = [
    FeatureOutput(.price), FeatureOutput("upper", .price), FeatureOutput("lower", .price),
  ]
  public static let needsVolume = true

  public let deviations: Double
  private let calendar: SessionCalendar
  /// The session of the last bar; `nil` before the first.
  private var session: Int64?
  private var moments = WeightedMoments()

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    deviations = arguments.number("deviations")
    guard deviations > 0 else {
      throw ConfigurationError("deviations", "must be greater than 0, is \(deviations)")
    }
    calendar = SessionCalendar(
      SessionCalendar.Length(rawValue: arguments.name("session")) ?? .day,
      startingAt: arguments.integer("start"))
  }

  public var warmUp: Int { 1 }

  public mutating func update(
    _ bar: Bar, at ts: Timestamp, into values: inout MutableSpan<Double>
  ) {
    let session = calendar.session(ofBarClosing: ts)
    if session != self.session { moments = WeightedMoments() }
    self.session = session
    moments.append(.init(value: bar.typicalPrice, weight: bar.boundedVolume))
    guard moments.weight > 0 else { return values.update(repeating: .nan) }
    let distance = deviations * moments.deviation
    values[0] = moments.mean
    values[1] = moments.mean + distance
    values[2] = moments.mean - distance
  }
}
