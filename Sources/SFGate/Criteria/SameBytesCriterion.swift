/// Whether the session is what research makes of the same market.
enum SameBytesCriterion: GateCriterion {
  static let key = "same_bytes"
  static let summary = "sf-backtest over the recorded market writes the journals, byte for byte."

  static func judge(
    _ evidence: GateEvidence, over days: ClosedRange<Int64>, _ terms: GateTerms
  ) -> GateFinding {
    let limit = "no difference"
    switch evidence.comparison {
    case .same(let stages, let bytes):
      return GateFinding(
        .pass, limit: limit, value: "none",
        reason: "\(GateText.count(stages, "journal")), \(GateText.count(bytes, "byte"))")
    case .differs(let first):
      return GateFinding(.fail, limit: limit, value: "a difference", reason: first)
    case .unknown(let reason): return .missing(limit: limit, reason)
    }
  }
}
