/// Whether the marks came when they happened.
enum LivedCriterion: GateCriterion {
  static let key = "lived"
  static let summary =
    "On each day 99 % of the marks were received within a minute, or a tenth of the interval."

  static func judge(
    _ evidence: GateEvidence, over days: ClosedRange<Int64>, _ terms: GateTerms
  ) -> GateFinding {
    let limit = "99 % of each day's marks in time"
    guard !evidence.isReplay else {
      return GateFinding(
        .fail, limit: limit, value: "0 %",
        reason: "stored bars were replayed: this is a rehearsal, and nothing of it was lived")
    }
    let shares = days.map { day -> (Int64, Double) in
      let seen = evidence.receptions.first { $0.day == day }
      return (day, seen.map { Double($0.inTime) / Double(max($0.marks, 1)) } ?? 0)
    }
    let late = shares.filter { $0.1 < 0.99 }
    let worst = shares.map { $0.1 }.min() ?? 0
    return .of(
      late.isEmpty, limit: limit, value: "\(GateText.percent(worst)) on the worst day",
      reason: late.last.map {
        "\(GateText.count(late.count, "day")) had fewer, the last of them \(GateText.day($0.0))"
      } ?? "each day was lived",
      details: late.map { "\(GateText.day($0.0)): \(GateText.percent($0.1)) of the marks in time" })
  }
}
