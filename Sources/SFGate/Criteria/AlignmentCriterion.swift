import SFCore

/// Whether a complete market leads to the same trading as the one that was received.
enum AlignmentCriterion: GateCriterion {
  static let key = "alignment"
  static let summary =
    "Return and round trips within 10 % of a backtest over the complete bars, nine of ten days too."

  /// A twentieth of a point: what a day may differ by at least.
  private static let leastOfDay = 0.0005

  static func judge(
    _ evidence: GateEvidence, over days: ClosedRange<Int64>, _ terms: GateTerms
  ) -> GateFinding {
    let limit = "±10 %, nine of ten days ±10 % or 0.05 points"
    let complete: GateRun
    switch evidence.complete {
    case .success(let run): complete = run
    case .failure(let missing): return .missing(limit: limit, missing.reason)
    }
    guard let own = evidence.trader.change(of: days), let other = complete.change(of: days) else {
      return .missing(limit: limit, "one of both says no equity")
    }
    let (trips, others) = (evidence.trader.trips(of: days), complete.trips(of: days))
    let pairs = days.map { day -> (Double, Double) in
      (evidence.trader.change(of: day...day) ?? 0, complete.change(of: day...day) ?? 0)
    }
    let aligned = pairs.count { isAligned($0.0, $0.1, least: leastOfDay) }
    let faults = [
      isAligned(own, other) ? nil : "the returns differ",
      isAligned(Double(trips.count), Double(others.count)) ? nil : "the round trips differ",
      aligned * 10 >= pairs.count * 9
        ? nil : "\(GateText.count(pairs.count - aligned, "day")) of \(pairs.count) differ",
    ].compactMap(\.self)
    return .of(
      faults.isEmpty, limit: limit,
      value: "\(GateText.percent(own)), \(GateText.count(trips.count, "round trip"))",
      reason: "a complete market brings \(GateText.percent(other)) and "
        + "\(GateText.count(others.count, "round trip"))"
        + (faults.isEmpty ? "" : ": \(faults.joined(separator: ", "))"),
      details: differences(trips, others))
  }

  /// What differs, round trip by round trip.
  private static func differences(_ own: [GateRun.Trip], _ complete: [GateRun.Trip]) -> [String] {
    let others = Dictionary(complete.map { ($0.id, $0) }) { first, _ in first }
    let ids = Set(own.map(\.id))
    let lines = own.compactMap { trip -> (Timestamp, String)? in
      guard let other = others[trip.id] else {
        return (trip.closed, "\(trip.symbol) \(trip.id): \(trip.pnl) in the session alone")
      }
      guard other != trip else { return nil }
      return (
        trip.closed,
        "\(trip.symbol) \(trip.id): \(trip.pnl) at \(trip.closed), complete \(other.pnl) "
          + "at \(other.closed)"
      )
    }
    let missed = complete.filter { !ids.contains($0.id) }.map { trip -> (Timestamp, String) in
      (trip.closed, "\(trip.symbol) \(trip.id): \(trip.pnl) over the complete market alone")
    }
    return (lines + missed).sorted { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1 < $1.1 }.map { $0.1 }
  }
}
