import SFHTTP
import SFRun
import SFTestSupport
import Testing

/// A host that says with statuses what it means, and no more.
private struct PlainRules: HostRules {
  var name: String { "the host" }

  func verdict(on answer: HTTPAnswer, url: String) -> Verdict {
    let reason = "HTTP \(answer.status)"
    switch answer.status {
    case 200: return .answered
    case 404: return .absent
    case 429:
      let seconds = answer.header("Retry-After").flatMap { Int($0) } ?? 60
      return .keepStill(seconds: max(0, seconds), reason: reason)
    case 500...599: return .again(reason: reason)
    default: return .refused(HostError(.refused, "the host refused \(url): \(reason)"))
    }
  }

  func usedWeight(_ answer: HTTPAnswer) -> Int? { answer.header("Used").flatMap { Int($0) } }
}

/// When questions go, and what becomes of their answers: on a clock that nobody waits for.
@Suite struct CourierTests {
  private let clock = VirtualClock("2026-01-05T00:00:00.000Z")

  private func courier(
    retries: Int = 3, _ answer: @escaping ScriptedCarrier.Answer
  ) -> (courier: Courier, carrier: ScriptedCarrier) {
    let carrier = ScriptedCarrier(clock, answer)
    let policy = Courier.Policy(backoff: Backoff(first: 500, retries: retries))
    return (Courier(carrier, PlainRules(), policy, clock), carrier)
  }

  private static let query = Query(url: "http://host/x", sizeLimit: 100, timeLimit: nil)

  private func ask(_ courier: Courier) throws -> Courier.Reply? {
    courier.ask(Self.query, tag: 1, weight: 2)
    return try courier.next()?.reply
  }

  private func status(_ reply: Courier.Reply?) -> Int? {
    guard case .answer(let answer) = reply else { return nil }
    return answer.status
  }

  /// Whole seconds between the questions.
  private func pauses(_ carrier: ScriptedCarrier) -> [Int64] {
    zip(carrier.asked, carrier.asked.dropFirst()).map {
      $1.moment.since($0.moment).milliseconds / 1_000
    }
  }

  @Test func `an answer is handed on, and that there is none`() throws {
    let (there, carrier) = courier { _ in .success(.plain(200)) }
    #expect(status(try ask(there)) == 200 && carrier.asked.count == 1)
    let (absent, _) = courier { _ in .success(.plain(404)) }
    guard case .absent? = try ask(absent) else {
      Issue.record("404 is not absent")
      return
    }
  }

  @Test func `what passes is asked again, after pauses, so often and no more`() throws {
    let (patient, carrier) = courier { question in
      switch question.number {
      case 0: .failure(HTTPFailure(reason: "reset", isPassing: true))
      case 1, 2: .success(.plain(503))
      default: .success(.plain(200))
      }
    }
    var notices: [Courier.Notice] = []
    patient.onNotice = { notices.append($0) }
    #expect(status(try ask(patient)) == 200 && carrier.asked.count == 4)
    #expect(notices.count == 3)
    let (refused, other) = courier { _ in .success(.plain(500)) }
    #expect(throws: HostError(.unavailable, "cannot read http://host/x, tried 4 times: HTTP 500")) {
      try ask(refused)
    }
    #expect(other.asked.count == 4)
  }

  @Test func `what does not pass is not asked again`() throws {
    let (broken, carrier) = courier { _ in
      .failure(HTTPFailure(reason: "wrong name", isPassing: false))
    }
    #expect(throws: HostError(.unavailable, "cannot read http://host/x: wrong name")) {
      try ask(broken)
    }
    let (refused, other) = courier { _ in .success(.plain(403)) }
    #expect(throws: HostError.self) { try ask(refused) }
    #expect(carrier.asked.count == 1 && other.asked.count == 1)
  }

  @Test func `an answer that cannot be read counts as none`() throws {
    let (courier, carrier) = courier { _ in .success(.plain(200)) }
    courier.ask(Self.query, tag: 7)
    for _ in 0..<3 {
      _ = try courier.next()
      try courier.askAgain(7, because: "it is nonsense")
    }
    _ = try courier.next()
    #expect(throws: HostError(.badData, "cannot read http://host/x, tried 4 times: it is nonsense"))
    {
      try courier.askAgain(7, because: "it is nonsense")
    }
    #expect(carrier.asked.count == 4)
  }

  // MARK: Keeping still

  @Test func `nobody is asked before the host allows it`() throws {
    let (courier, carrier) = courier { question in
      .success(question.number == 0 ? .plain(429, "", ("Retry-After", "7")) : .plain(200))
    }
    courier.ask(Self.query, tag: 1)
    #expect(status(try courier.next(until: clock.now + .seconds(6))?.reply) == nil)
    courier.ask(Self.query, tag: 2)
    _ = try courier.next()
    _ = try courier.next()
    #expect(pauses(carrier) == [7, 0] && carrier.asked.count == 3)
  }

  /// A host that says 0 or nothing usable is not asked at once, nor without end.
  @Test(arguments: ["0", "-1", "-9223372036854775808"])
  func `a host that asks for no time gets a second, then more, and is then given up`(
    seconds: String
  ) throws {
    let (courier, carrier) = courier { _ in .success(.plain(429, "", ("Retry-After", seconds))) }
    var notices: [Courier.Notice] = []
    courier.onNotice = { notices.append($0) }
    #expect(throws: HostError(.tryAgain, "cannot read http://host/x, tried 4 times: HTTP 429")) {
      try ask(courier)
    }
    #expect(pauses(carrier) == [1, 2, 4])
    #expect(
      notices == [1, 2, 4].map { .keepingStill(seconds: $0, reason: "HTTP 429") })
  }

  @Test(arguments: [901, .max])
  func `a host that asks for too long is not waited for`(seconds: Int) throws {
    let (courier, carrier) = courier { _ in .success(.plain(429, "", ("Retry-After", "\(seconds)")))
    }
    let error = #expect(throws: HostError.self) { try ask(courier) }
    #expect(error?.exitStatus == .tryAgain)
    #expect(error?.message == "the host asks to keep still for \(seconds) s: HTTP 429")
    #expect(carrier.asked.count == 1)
  }

  // MARK: Limits

  @Test func `no more are under way than may be`() throws {
    let (courier, carrier) = courier { _ in .success(.plain(200)) }
    for tag in 0..<20 { courier.ask(Self.query, tag: tag) }
    for _ in 0..<20 { _ = try courier.next() }
    #expect(carrier.mostUnderWay == 4 && courier.open == 0)
  }

  /// 6000 a minute, of which others have used 5699: the next must wait for the next minute.
  @Test(arguments: ["5699", "9223372036854775807"])
  func `what the host has counted is kept to`(used: String) throws {
    let (courier, carrier) = courier { question in
      .success(question.number == 0 ? .plain(200, "", ("Used", used)) : .plain(200))
    }
    courier.budget.setLimit(6_000)
    #expect(status(try ask(courier)) == 200)
    #expect(status(try ask(courier)) == 200)
    #expect(pauses(carrier) == [60])
  }

  @Test func `a wait ends at its deadline, and when the run is to stop`() throws {
    let (courier, carrier) = courier { _ in .success(.plain(429, "", ("Retry-After", "30"))) }
    courier.ask(Self.query, tag: 1)
    let deadline = clock.now + .seconds(5)
    #expect(try courier.next(until: deadline)?.tag == nil)
    #expect(clock.now == deadline)
    carrier.isStopped = true
    #expect(try courier.next()?.tag == nil && clock.now == deadline)
  }
}
