import SFCore
import SFHTTP
import SFRun
import SFTestSupport
import Testing

/// A host that says with statuses what it means, of which the run does not end.
private struct FrankRules: HostRules {
  var name: String { "the host" }

  func verdict(on answer: HTTPAnswer, url: String) -> Verdict {
    switch answer.status {
    case 200: .answered
    case 404: .absent
    case 418, 429: .keepStill(seconds: answer.status, reason: "HTTP \(answer.status)")
    case 403: .refused(HostError(.refused, "no"))
    default: .again(reason: "HTTP \(answer.status)")
    }
  }

  func usedWeight(_ answer: HTTPAnswer) -> Int? { nil }
}

/// When an outage is news, and what is asked again for as long as it takes.
@Suite struct OutageTests {
  private let clock = VirtualClock("2026-01-05T00:00:00.000Z")

  /// A courier that endures; the answers are statuses in the order of the questions, 0 for none.
  private func courier(
    _ statuses: [Int], isUnderWay: Bool = false
  ) -> (courier: Courier, carrier: ScriptedCarrier) {
    let carrier = ScriptedCarrier(clock) { question in
      let status = question.number < statuses.count ? statuses[question.number] : 200
      return status == 0
        ? .failure(HTTPFailure(reason: "refused", isPassing: question.number % 2 == 0))
        : .success(.plain(status))
    }
    let policy = Courier.Policy(backoff: Backoff(first: 500, retries: 0))
    let courier = Courier(
      carrier, FrankRules(), policy, clock, outage: Outage(isUnderWay: isUnderWay))
    return (courier, carrier)
  }

  private func news(of courier: Courier) -> String {
    courier.takeNews().map { if case .began = $0 { "+" } else { "-" } }.joined()
  }

  /// Asks one question; what was news on the way, `+` and `-`, and how it ended.
  private func course(_ courier: Courier, persists: Bool = true) throws -> String {
    courier.ask(
      Query(url: "http://host/x", sizeLimit: 9, timeLimit: nil), tag: 1, persists: persists)
    var course = ""
    for _ in 0..<1_000 {
      let reply = try courier.next(until: clock.now + .seconds(3_600))
      course += news(of: courier)
      if let reply {
        if case .absent = reply.reply { return course + " absent" }
        // Whether it counts is known when nobody complains.
        _ = try courier.next(until: clock.now)
        course += news(of: courier)
        return course + " answer"
      }
    }
    return course
  }

  @Test(
    arguments: [
      ([], false, " answer"),
      // One failure is no news, two in a row are.
      ([503], false, " answer"), ([503, 500], false, "+- answer"),
      ([0, 0, 0, 503, 502], false, "+- answer"),
      // Keeping still is news at once.
      ([429], false, "+- answer"), ([418, 418], false, "+- answer"),
      // What is not there, and what is refused, may be there again.
      ([404, 404], false, "+- answer"), ([403, 403, 403], false, "+- answer"),
      // One that was said before ends with the first answer.
      ([], true, "- answer"), ([503, 503, 503], true, "- answer"),
    ] as [([Int], Bool, String)])
  func `an outage begins once and ends once`(
    statuses: [Int], isUnderWay: Bool, expected: String
  ) throws {
    let (courier, carrier) = courier(statuses, isUnderWay: isUnderWay)
    #expect(try course(courier) == expected)
    #expect(carrier.asked.count == statuses.count + 1)
  }

  @Test(arguments: [(false, 429), (true, nil)] as [(Bool, Int?)])
  func `its end says how long it was, where its begin is known`(
    isUnderWay: Bool, seconds: Int?
  ) throws {
    let (courier, _) = courier(isUnderWay ? [] : [429], isUnderWay: isUnderWay)
    courier.ask(
      Query(url: "http://host/x", sizeLimit: 9, timeLimit: nil), tag: 1, persists: true)
    var changes: [Outage.Change] = []
    while !changes.contains(where: { if case .ended = $0 { true } else { false } }) {
      _ = try courier.next(until: clock.now + .seconds(7_000))
      changes += courier.takeNews()
    }
    guard case .ended(let length)? = changes.last else { return }
    #expect(length.map { Int($0.milliseconds / 1_000) } == seconds)
  }

  @Test func `pauses grow to half a minute and no further`() throws {
    let (courier, carrier) = courier([Int](repeating: 503, count: 200))
    #expect(try course(courier) == "+- answer")
    let pauses = zip(carrier.asked, carrier.asked.dropFirst()).map { $1.moment.since($0.moment) }
    for (index, pause) in pauses.enumerated() {
      #expect(pause.milliseconds <= min(30_000, 500 << Int64(min(index, 20))), "\(index)")
    }
    #expect(pauses.contains { $0 > .seconds(15) })
  }

  @Test func `a question that does not persist may be refused`() throws {
    let (refused, _) = courier([403])
    #expect(throws: HostError.self) { try course(refused, persists: false) }
    let (absent, _) = courier([404])
    #expect(try course(absent, persists: false) == " absent")
  }

  @Test func `an answer that cannot be read is no end of it`() throws {
    let (courier, carrier) = courier([])
    courier.ask(
      Query(url: "http://host/x", sizeLimit: 9, timeLimit: nil), tag: 1, persists: true)
    var changes: [Outage.Change] = []
    for _ in 0..<50 {
      while try courier.next() == nil { changes += courier.takeNews() }
      try courier.askAgain(1, because: "it is nonsense")
    }
    changes += courier.takeNews()
    #expect(changes == [.began(reason: "it is nonsense")] && carrier.asked.count >= 50)
  }

  @Test func `who answers again is asked for the rest at once`() throws {
    let (courier, carrier) = courier([503, 503, 503, 503, 503, 503, 503, 503])
    for tag in 1...2 {
      courier.ask(Query(url: "http://host/\(tag)", sizeLimit: 9, timeLimit: nil), tag: tag)
    }
    var answered: [Moment] = []
    while answered.count < 2 {
      if try courier.next() != nil { answered.append(clock.now) }
      _ = courier.takeNews()
    }
    #expect(answered[0] == answered[1] && carrier.asked.count == 10)
  }

  @Test func `what cannot be read wakes nobody`() throws {
    let (courier, _) = courier([])
    for tag in 1...2 {
      courier.ask(Query(url: "http://host/\(tag)", sizeLimit: 9, timeLimit: nil), tag: tag)
    }
    let begin = clock.now
    for _ in 0..<40 {
      while true {
        defer { _ = courier.takeNews() }
        guard let (tag, _) = try courier.next() else { continue }
        try courier.askAgain(tag, because: "it is nonsense")
        break
      }
    }
    // Each of the two has waited nineteen times, most of them up to half a minute.
    #expect(clock.now > begin + .seconds(60))
  }
}
