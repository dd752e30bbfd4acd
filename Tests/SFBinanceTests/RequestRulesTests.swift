import SFBinance
import SFCore
import SFHTTP
import SFTestSupport
import Testing

/// What is decided about requests, without any: weight, pauses, the meaning of answers.
@Suite struct RequestRulesTests {
  // MARK: Weight

  @Test func `below 70 % nothing waits`() {
    var budget = WeightBudget(limit: 6_000)
    for request in 0..<2_099 {
      #expect(budget.wait(for: 2, at: 60_000) == 0, "request \(request)")
      budget.spend(2, at: 60_000)
    }
    budget.spend(2, at: 60_000)
    #expect(budget.wait(for: 2, at: 60_000) > 0)
  }

  /// Used 4800 of 6000 with 20 s left: (5700 − 4800) / 2 = 450 requests in 20 s, 44 ms apart.
  @Test func `from 70 % on what is left of the minute is shared out`() {
    var budget = WeightBudget(limit: 6_000)
    budget.note(used: 4_798, at: 100_000)
    budget.spend(2, at: 100_000)
    #expect(budget.wait(for: 2, at: 100_000) == 44)
    #expect(budget.wait(for: 2, at: 100_044) == 0)
  }

  @Test func `at 95 % all wait for the next minute`() {
    var budget = WeightBudget(limit: 6_000)
    budget.note(used: 5_700, at: 61_000)
    #expect(budget.wait(for: 2, at: 61_000) == 59_000)
    #expect(budget.wait(for: 2, at: 120_000) == 0)
  }

  /// Callers that obey never meet the limit, whatever others at the address use.
  @Test func `the limit is never met`() {
    for seed in 0..<50 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let others = Int(generator.next() % 5_000)
      var budget = WeightBudget(limit: 6_000)
      var (used, now, sent) = (others, Int64(0), 0)
      while now < 60_000 {
        let wait = budget.wait(for: 2, at: now)
        now += wait > 0 ? wait : Int64(generator.next() % 3)
        guard wait == 0, now < 60_000 else { continue }
        budget.spend(2, at: now)
        used += 2
        sent += 1
        budget.note(used: used, at: now)
        #expect(used <= 5_700 + 2, "seed \(seed)")
      }
      #expect(used > 4_200, "seed \(seed): \(sent) were sent")
    }
  }

  @Test func `without a known limit nothing waits`() {
    var budget = WeightBudget()
    budget.note(used: 1_000_000, at: 0)
    #expect(budget.wait(for: 20, at: 0) == 0)
  }

  // MARK: Pauses

  @Test func `pauses are anything up to a bound that doubles`() {
    let backoff = Backoff(first: 500, longest: 3_000, retries: 6)
    var generator = SeededGenerator(seed: 3)
    for (failures, bound) in [(1, 500), (2, 1_000), (3, 2_000), (4, 3_000), (6, 3_000)] {
      let pauses = (0..<2_000).compactMap { _ in backoff.pause(after: failures, using: &generator) }
      #expect(pauses.count == 2_000 && pauses.allSatisfy { (0...bound).contains($0) })
      let mean = pauses.reduce(0, +) / pauses.count
      #expect((bound * 45 / 100...bound * 55 / 100).contains(mean), "mean \(mean) of \(bound)")
    }
    #expect(backoff.pause(after: 7, using: &generator) == nil)
  }

  // MARK: Answers

  private func verdict(
    _ status: Int, _ body: String = "", retryAfter: String? = nil
  ) -> Verdict {
    let headers = retryAfter.map { [(name: "retry-after", value: $0)] } ?? []
    return Verdict(
      .success(HTTPAnswer(status: status, headers: headers, body: Array(body.utf8))),
      url: "http://exchange/x")
  }

  @Test func `an answer is one, or says what to do`() {
    let limit = "{\"code\":-1003,\"msg\":\"Too many.\"}"
    let reason = "HTTP 429: Too many. (code -1003)"
    #expect(verdict(200, "[]") == .answered)
    #expect(verdict(429, limit, retryAfter: "7") == .keepStill(seconds: 7, reason: reason))
    #expect(verdict(429, limit) == .keepStill(seconds: 60, reason: reason))
    #expect(verdict(418, retryAfter: "300") == .keepStill(seconds: 300, reason: "HTTP 418"))
    #expect(verdict(418, retryAfter: "soon") == .keepStill(seconds: 120, reason: "HTTP 418"))
    for status in [500, 502, 503, 504] {
      #expect(verdict(status, "<html>") == .again(reason: "HTTP \(status)"))
    }
    #expect(verdict(404, "<html>") == .absent)
  }

  @Test(arguments: [
    (
      400, "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}", SFCore.ExitStatus.noInput,
      "Invalid symbol."
    ),
    (400, "{\"code\":-1120,\"msg\":\"Invalid interval.\"}", .unavailable, "(code -1120)"),
    (403, "", .refused, "HTTP 403"), (451, "{\"code\":0,\"msg\":\"Restricted.\"}", .refused, "451"),
  ])
  func `what the exchange refuses is said in its own words`(
    status: Int, body: String, exit: SFCore.ExitStatus, words: String
  ) {
    guard case .refused(let error) = verdict(status, body) else {
      Issue.record("\(status) is not refused")
      return
    }
    #expect(error.exitStatus == exit && error.message.contains(words), "\(error.message)")
  }

  @Test func `only what passes is tried again`() {
    let broken = HTTPFailure(reason: "reset", isPassing: true)
    #expect(Verdict(.failure(broken), url: "u") == .again(reason: "reset"))
    let false_ = HTTPFailure(reason: "wrong name", isPassing: false)
    guard case .refused(let error) = Verdict(.failure(false_), url: "u") else {
      Issue.record("a certificate is not tried again")
      return
    }
    #expect(error.exitStatus == .unavailable)
  }
}
