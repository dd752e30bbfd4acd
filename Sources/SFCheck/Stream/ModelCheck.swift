import SFCore

/// What a model is told, asked and answers: what refers to what, and in which ranges.
struct ModelCheck {
  /// Ids of the entries that it has been asked about.
  private var asked: Set<String> = []
  /// Of this step: what has been asked, answered and told.
  private var requests: Set<String> = []
  private var answers: Set<String> = []
  private var detectors: Set<String> = []
  private var hasBook = false

  /// Another step begins.
  mutating func begin() {
    requests.removeAll(keepingCapacity: true)
    answers.removeAll(keepingCapacity: true)
    detectors.removeAll(keepingCapacity: true)
    hasBook = false
  }

  /// Checks the line that was just decoded into the step.
  mutating func check(_ type: LineType, _ step: borrowing Step, _ line: Int) -> [Finding] {
    var findings = Findings(line: line)
    switch type {
    case .signalMetrics:
      if let metrics = step.messages(of: SignalMetrics.self).last { check(metrics, &findings) }
    case .bookMetrics:
      if let metrics = step.messages(of: BookMetrics.self).last { check(metrics, &findings) }
    case .decide:
      if let request = step.messages(of: DecisionRequest.self).last { check(request, &findings) }
    case .decision:
      if let decision = step.messages(of: Decision.self).last { check(decision, &findings) }
    case .model:
      if let model = step.messages(of: LoadedModel.self).last { check(model, &findings) }
    default: break
    }
    return findings.list
  }

  private mutating func check(_ metrics: SignalMetrics, _ findings: inout Findings) {
    if !detectors.insert(metrics.detector).inserted {
      findings.fail(
        "signal_metrics",
        "found signal_metrics of '\(metrics.detector)' twice, expected them once for each ts")
    }
    checkCounts([("known", metrics.known), ("half_life_bars", metrics.halfLifeBars)], &findings)
    checkShares([("hit_rate", metrics.hitRate), ("agreement", metrics.agreement)], &findings)
  }

  private mutating func check(_ metrics: BookMetrics, _ findings: inout Findings) {
    if hasBook {
      findings.fail("book_metrics", "found a second book_metrics, expected one for each ts")
    }
    hasBook = true
    if !(0...).contains(metrics.drawdown) {
      findings.fail("range", "found a drawdown of \(metrics.drawdown), expected 0 or more")
    }
    checkCounts(
      [("open_positions", metrics.openPositions), ("round_trips", metrics.roundTrips)], &findings)
    checkShares([("win_rate", metrics.winRate)], &findings)
  }

  private mutating func check(_ request: DecisionRequest, _ findings: inout Findings) {
    if !requests.insert(request.id).inserted {
      findings.fail("id", "found '\(request.id)' asked twice, expected it once for each ts")
    }
    asked.insert(request.id)
    checkCounts(
      [
        ("votes", request.votes), ("bars_since_entry", request.barsSinceEntry),
        ("open_bars", request.open?.bars), ("waited", request.waited),
      ], &findings)
  }

  private mutating func check(_ decision: Decision, _ findings: inout Findings) {
    if !answers.insert(decision.id).inserted {
      findings.fail("id", "found '\(decision.id)' answered twice, expected it once for each ts")
    }
    if !asked.contains(decision.id) {
      findings.fail(
        "reference", "found an answer to '\(decision.id)', about which nobody asked")
    }
  }

  private func check(_ model: LoadedModel, _ findings: inout Findings) {
    if !(8...64).contains(model.hash.count) {
      findings.fail("range", "found the hash '\(model.hash)', expected 8 to 64 characters")
    }
  }

  private func checkCounts(_ counts: [(key: String, value: Int?)], _ findings: inout Findings) {
    for (key, value) in counts {
      guard let value, value < 0 else { continue }
      findings.fail("range", "found \(key) \(value), expected 0 or more")
    }
  }

  private func checkShares(_ shares: [(key: String, value: Double?)], _ findings: inout Findings) {
    for (key, value) in shares {
      guard let value, !(0...1).contains(value) else { continue }
      findings.fail("range", "found a \(key) of \(value), expected 0 to 1")
    }
  }
}
