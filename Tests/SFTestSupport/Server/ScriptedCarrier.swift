import SFHTTP
import SFRun
import SFTestSupport

/// Answers questions from a script, in memory and at once: a courier under test then waits for time
/// only, which a virtual clock passes.
final class ScriptedCarrier: QueryCarrier {
  typealias Answer = (Int) -> Result<HTTPAnswer, HTTPFailure>

  /// What has been asked, and when.
  private(set) var asked: [(url: String, moment: Moment)] = []
  /// The most questions that were under way at once.
  private(set) var mostUnderWay = 0
  var isStopped = false

  private let clock: VirtualClock
  private let answer: Answer
  private var underWay: [(tag: Int, number: Int)] = []

  /// `answer` is given the number of the question, from 0.
  init(_ clock: VirtualClock, _ answer: @escaping Answer) {
    self.clock = clock
    self.answer = answer
  }

  func start(_ query: Query, tag: Int) {
    underWay.append((tag, asked.count))
    asked.append((query.url, clock.now))
    mostUnderWay = max(mostUnderWay, underWay.count)
  }

  func next(until deadline: Moment) -> (tag: Int, result: Result<HTTPAnswer, HTTPFailure>)? {
    guard !isStopped else { return nil }
    guard !underWay.isEmpty else {
      var waits = WaitSet()
      _ = waits.wait(until: deadline, clock)
      return nil
    }
    let first = underWay.removeFirst()
    return (first.tag, answer(first.number))
  }
}

/// A host that says with statuses what it means, and no more.
struct PlainRules: HostRules {
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

extension HTTPAnswer {
  static func plain(_ status: Int, _ headers: (name: String, value: String)...) -> HTTPAnswer {
    HTTPAnswer(status: status, headers: headers, body: [])
  }
}
