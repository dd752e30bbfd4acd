/// Whether there is enough to judge.
enum EnoughCriterion: GateCriterion {
  static let key = "enough"
  static let summary = "14 days on end or more, with 30 round trips."

  static func judge(
    _ evidence: GateEvidence, over days: ClosedRange<Int64>, _ terms: GateTerms
  ) -> GateFinding {
    let trips = evidence.trader.trips(of: days).count
    let lacks = [
      days.count < terms.days ? GateText.count(terms.days - days.count, "day") : nil,
      trips < terms.roundTrips
        ? GateText.count(terms.roundTrips - trips, "round trip") : nil,
    ].compactMap(\.self)
    return .of(
      lacks.isEmpty, limit: "\(terms.days) days, \(terms.roundTrips) round trips",
      value: "\(GateText.count(days.count, "day")), \(GateText.count(trips, "round trip"))",
      reason: lacks.isEmpty
        ? GateText.days(days) : GateText.missing(lacks))
  }
}
