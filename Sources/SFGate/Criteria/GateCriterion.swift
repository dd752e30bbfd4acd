/// One thing that a session must show before it gets real money.
public protocol GateCriterion: Sendable {
  /// What tables and programs call it.
  static var key: String { get }
  /// What it asks for, in a sentence.
  static var summary: String { get }
  static func judge(
    _ evidence: GateEvidence, over days: ClosedRange<Int64>, _ terms: GateTerms
  ) -> GateFinding
}

/// What a criterion has found.
public struct GateFinding: Hashable, Sendable {
  public enum Verdict: String, Sendable {
    case pass, fail
    /// Nobody can tell: something that it needs is not there.
    case missing
  }

  public let verdict: Verdict
  public let limit: String
  public let value: String
  public let reason: String
  /// What of it is worth listing, a line each.
  public let details: [String]

  public init(
    _ verdict: Verdict, limit: String, value: String, reason: String, details: [String] = []
  ) {
    self.verdict = verdict
    self.limit = limit
    self.value = value
    self.reason = reason
    self.details = details
  }

  static func of(
    _ passes: Bool, limit: String, value: String, reason: String, details: [String] = []
  ) -> Self {
    Self(passes ? .pass : .fail, limit: limit, value: value, reason: reason, details: details)
  }

  static func missing(limit: String, _ reason: String) -> Self {
    Self(.missing, limit: limit, value: "-", reason: reason)
  }
}

/// All criteria, in the order in which they are shown.
public enum GateCriteria {
  public static let all: [any GateCriterion.Type] = [
    EnoughCriterion.self, LivedCriterion.self, SameBytesCriterion.self, AlignmentCriterion.self,
    MarketCriterion.self, ExpectationCriterion.self, RestartsCriterion.self,
    DrawdownCriterion.self, BugsCriterion.self, RiskCriterion.self,
  ]
}
