import SFCore

/// When a session will be through if it goes on as it does.
public struct GateForecast: Sendable {
  /// Days that are still to be lived; `nil` where nobody can say.
  public let daysLeft: Int?
  /// What does not pass by waiting.
  public let others: [String]
  private let last: Int64?

  public init(_ evidence: GateEvidence, _ terms: GateTerms) {
    let verdict = GateVerdict(evidence, terms)
    let byWaiting = [EnoughCriterion.key, LivedCriterion.key]
    others = verdict.rows.filter {
      $0.counts && $0.finding.verdict != .pass && !byWaiting.contains($0.key)
    }.map(\.key)
    last = verdict.days?.upperBound
    guard let days = verdict.days, !evidence.isReplay || terms.isRehearsal else {
      daysLeft = nil
      return
    }
    let good = Self.goodDays(evidence, days, terms)
    let trips =
      good > 0
      ? evidence.trader.trips(of: days.upperBound - Int64(good) + 1...days.upperBound).count : 0
    let rate = Double(evidence.trader.trips(of: days).count) / Double(days.count)
    let missing = max(0, terms.roundTrips - trips)
    guard missing == 0 || rate > 0 else {
      daysLeft = nil
      return
    }
    let forTrips = missing == 0 ? 0 : Int((Double(missing) / rate).rounded(.up))
    daysLeft = max(0, terms.days - good, forTrips)
  }

  /// The newest days on end that were lived.
  private static func goodDays(
    _ evidence: GateEvidence, _ days: ClosedRange<Int64>, _ terms: GateTerms
  ) -> Int {
    guard !terms.isRehearsal else { return days.count }
    return days.reversed().prefix { day in
      LivedCriterion.judge(evidence, over: day...day, terms).verdict == .pass
    }.count
  }

  public var sentence: String {
    let blocked =
      others.isEmpty ? "" : "; waiting alone does not mend \(others.joined(separator: ", "))"
    guard let daysLeft else { return "no day can be said\(blocked)" }
    guard daysLeft > 0, let last else { return "it is long enough\(blocked)" }
    let day = GateText.day(last + 1 + Int64(daysLeft))
    return
      "\(GateText.count(daysLeft, "more day")) from here: on \(day), if nothing changes\(blocked)"
  }
}
