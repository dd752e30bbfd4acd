import SFHTTP
import SFRun

/// Answers questions from a script, in memory and at once: who asks then waits for time only, which
/// a virtual clock passes.
public final class ScriptedCarrier: QueryCarrier {
  /// A question, and its number from 0.
  public typealias Question = (number: Int, url: String)
  public typealias Answer = (Question) -> Result<HTTPAnswer, HTTPFailure>

  /// What has been asked, and when.
  public private(set) var asked: [(url: String, moment: Moment)] = []
  /// The most questions that were under way at once.
  public private(set) var mostUnderWay = 0
  public var isStopped = false

  private let clock: VirtualClock
  private let answer: Answer
  private var underWay: [(tag: Int, question: Question)] = []

  public init(_ clock: VirtualClock, _ answer: @escaping Answer) {
    self.clock = clock
    self.answer = answer
  }

  public func watch(_ descriptor: Int32) {}
  public var isCalled: Bool { false }

  public func start(_ query: Query, tag: Int) {
    underWay.append((tag, (asked.count, query.url)))
    asked.append((query.url, clock.now))
    mostUnderWay = max(mostUnderWay, underWay.count)
  }

  public func next(
    until deadline: Moment
  ) -> (tag: Int, result: Result<HTTPAnswer, HTTPFailure>)? {
    guard !isStopped else { return nil }
    guard !underWay.isEmpty else {
      var waits = WaitSet()
      _ = waits.wait(until: deadline, clock)
      return nil
    }
    let first = underWay.removeFirst()
    return (first.tag, answer(first.question))
  }
}

extension HTTPAnswer {
  public static func plain(
    _ status: Int, _ body: String = "", _ headers: (name: String, value: String)...
  ) -> HTTPAnswer {
    HTTPAnswer(status: status, headers: headers, body: Array(body.utf8))
  }
}
