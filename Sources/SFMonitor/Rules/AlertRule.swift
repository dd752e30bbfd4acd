import SFCore

/// What somebody should know of, and when.
///
/// A rule says what is wrong now, each time that it is asked; that it is said once, and once more when
/// it is over, is the business of `AlertBook`. Memory is what it must have seen before.
public protocol AlertRule: Component {
  /// How grave it is unless `level` says otherwise.
  static var level: AlertLevel { get }

  /// Everything that is wrong now; `wall` is the time of the machine.
  mutating func findings(_ session: SessionState, at wall: Timestamp) -> [AlertFinding]
}

/// How grave an alert is.
public enum AlertLevel: String, Sendable, Codable, CaseIterable, Comparable {
  case info, warning, error

  public static func < (a: AlertLevel, b: AlertLevel) -> Bool {
    allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
  }
}

/// Something that is wrong now.
public struct AlertFinding: Sendable, Equatable {
  /// What of the session is meant, where there are several: a stage, an order; else empty.
  public let subject: String
  public let value: Double?
  public let limit: Double?
  /// For people.
  public let text: String

  public init(_ subject: String = "", value: Double? = nil, limit: Double? = nil, _ text: String) {
    self.subject = subject
    self.value = value
    self.limit = limit
    self.text = text
  }
}

extension Arguments {
  /// A fraction above 0 and at most 1.
  func fraction(_ name: String) throws(ConfigurationError) -> Double {
    let value = try positiveRatio(name)
    guard value <= .one else {
      throw ConfigurationError(name, "must be a fraction of at most 1, is \(value)")
    }
    return value.double
  }

  /// A length of time above 0, in milliseconds.
  func span(_ name: String) throws(ConfigurationError) -> Int64 {
    guard let span = TimeSpan(self.name(name)), span > .zero else {
      throw ConfigurationError(
        name, "must be a length of time, as 500ms, 30s or 1h, found \(self.name(name))")
    }
    return span.milliseconds
  }
}

extension Double {
  /// In percent, for people, with a decimal.
  var percent: String { "\((self * 1_000).rounded() / 10) %" }
}
