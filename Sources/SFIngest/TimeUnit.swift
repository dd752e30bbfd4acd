/// How a file writes its times.
enum TimeUnit: Equatable {
  case text, seconds, milliseconds, microseconds, nanoseconds
  /// Date, and perhaps time of day, as one number: `20240102`, `202401021530`.
  case compact
  /// Year and month as one number: `202401`.
  case months

  /// The unit of a number of this magnitude since 1970.
  @inline(__always)
  static func of(_ magnitude: UInt64) -> TimeUnit {
    if magnitude < 100_000_000_000 { return .seconds }
    if magnitude < 100_000_000_000_000 { return .milliseconds }
    return magnitude < 100_000_000_000_000_000 ? .microseconds : .nanoseconds
  }

  /// The milliseconds of a number in this unit; `nil` when they are not whole.
  @inline(__always)
  func milliseconds(_ value: Int64) -> Int64? {
    switch self {
    case .seconds: value * 1_000
    case .milliseconds, .text, .compact, .months: value
    case .microseconds: value % 1_000 == 0 ? value / 1_000 : nil
    case .nanoseconds: value % 1_000_000 == 0 ? value / 1_000_000 : nil
    }
  }

  /// The milliseconds that a number in this unit, above 0, has passed.
  func wholeMilliseconds(_ value: Int64) -> Int64 {
    switch self {
    case .seconds: value * 1_000
    case .milliseconds, .text, .compact, .months: value
    case .microseconds: value / 1_000
    case .nanoseconds: value / 1_000_000
    }
  }

  var name: String {
    switch self {
    case .text: "text"
    case .seconds: "seconds"
    case .milliseconds: "milliseconds"
    case .microseconds: "microseconds"
    case .nanoseconds: "nanoseconds"
    case .compact: "dates in one number"
    case .months: "months in one number"
    }
  }
}
