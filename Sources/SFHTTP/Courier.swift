import SFCore
import SFRun

/// Has questions to a host answered: several at once, none while it has asked to keep still, failed
/// ones again after a while.
///
/// It takes what only asks. A `Change` goes to a `ChangeSender`, which sends it once.
public final class Courier {
  /// How patient it is.
  public struct Policy: Sendable {
    /// The most questions at once.
    public var atOnce = 4
    public var backoff: Backoff
    /// The longest that a host may ask to keep still, in seconds; beyond, the run ends.
    public var longestStill = 900

    public init(backoff: Backoff) { self.backoff = backoff }
  }

  /// What it has to say to people.
  public enum Notice: Equatable, Sendable {
    /// `retries` are those after which the run ends; `nil` where it does not.
    case again(url: String, reason: String, milliseconds: Int, failures: Int, retries: Int?)
    case keepingStill(seconds: Int, reason: String)
  }

  private struct Errand {
    let tag: Int
    let query: Query
    let weight: Int
    /// Whether it is asked again also where the host has refused it.
    let persists: Bool
    var failures = 0
    var notBefore = Moment.past
  }

  public var onNotice: ((Notice) -> Void)?
  public var budget = WeightBudget()
  /// The time of the host in milliseconds, for the minutes of its count.
  public var hostTime: () -> Int64
  /// What is known of an outage of the host, of a run that does not end for one; `nil` where
  /// failures end the run.
  public private(set) var outage: Outage?

  private let carrier: any QueryCarrier
  private let rules: any HostRules
  private let policy: Policy
  private let clock: any Clock
  private var waiting: [Errand] = []
  private var away: [Int: Errand] = [:]
  /// Answers that were handed out by the last `next` and may yet turn out to be none.
  private var handedOut: [Int: Errand] = [:]
  /// No question before.
  private var stillUntil = Moment.past
  private var random = SystemRandomNumberGenerator()

  /// With an `outage` no failure of the host ends the run: a question is asked again for as long as
  /// it takes.
  public init(
    _ carrier: any QueryCarrier, _ rules: any HostRules, _ policy: Policy, _ clock: any Clock,
    outage: Outage? = nil
  ) {
    self.carrier = carrier
    self.rules = rules
    self.policy = policy
    self.clock = clock
    self.outage = outage
    hostTime = { clock.time.milliseconds }
  }

  /// How many questions have not been answered.
  public var open: Int { waiting.count + away.count }

  /// The same but for those that failed, where they may do so for ever: they hold up no other.
  public var promising: Int {
    outage == nil ? open : away.count + waiting.count { $0.failures == 0 }
  }

  /// Whether the run is to stop.
  public var isStopped: Bool { carrier.isStopped }

  /// Has waits end also when a descriptor can be read, which somebody else reads.
  public func watch(_ descriptor: Int32) { carrier.watch(descriptor) }

  /// Asks as soon as it may; tags are the caller's, each once.
  ///
  /// With an outage, a question that `persists` is asked again also where the host refuses it, or
  /// has no such thing.
  public func ask(_ query: Query, tag: Int, weight: Int = 0, persists: Bool = false) {
    waiting.append(
      Errand(tag: tag, query: query, weight: weight, persists: persists && outage != nil))
  }

  /// What is new of the outage, in its order.
  public func takeNews() -> [Outage.Change] { outage?.takeNews() ?? [] }

  /// Asks again where the answer could not be read, as if it had not come.
  public func askAgain(_ tag: Int, because reason: String) throws(HostError) {
    guard let errand = handedOut.removeValue(forKey: tag) else {
      preconditionFailure("an answer that was not handed out")
    }
    try retry(errand, reason, .badData)
  }

  /// An answer, or that what was asked for is not there.
  public enum Reply {
    case answer(HTTPAnswer)
    case absent
  }

  /// The next answer, in the order in which they come; `nil` at `deadline`, when the run is to stop,
  /// when there is news of an outage, or when what is watched beside can be read.
  public func next(until deadline: Moment = .never) throws(HostError) -> (tag: Int, reply: Reply)? {
    settle()
    if outage?.hasNews ?? false { return nil }
    while true {
      let now = clock.now
      let start = try sendWhatMayGo(now)
      guard now < deadline else { return nil }
      guard let (tag, result) = try outcome(until: min(start, deadline)) else {
        if isStopped || carrier.isCalled { return nil }
        continue
      }
      guard let errand = away.removeValue(forKey: tag) else { continue }
      if let reply = try judge(errand, result) { return (tag, reply) }
      if outage?.hasNews ?? false { return nil }
    }
  }

  /// Answers of which nobody has complained are some. What does not persist is asked at the start
  /// alone, and its answer says nothing of what comes.
  private func settle() {
    for (tag, errand) in handedOut {
      outage?.answered(tag, isLast: errand.persists && open == 0, at: clock.now)
      if outage != nil, errand.failures > 0 { wakeOthers() }
    }
    handedOut.removeAll(keepingCapacity: true)
  }

  private func outcome(
    until deadline: Moment
  ) throws(HostError) -> (tag: Int, result: Result<HTTPAnswer, HTTPFailure>)? {
    do throws(HTTPFailure) {
      return try carrier.next(until: deadline)
    } catch { throw HostError(.unavailable, error.reason) }
  }

  // MARK: Going

  /// Sends what may go now; returns when the next may, `never` when none waits for time.
  private func sendWhatMayGo(_ now: Moment) throws(HostError) -> Moment {
    guard stillUntil <= now else { return waiting.isEmpty ? .never : stillUntil }
    var next = Moment.never
    var index = 0
    while index < waiting.count, away.count < policy.atOnce {
      let errand = waiting[index]
      let notBefore = start(of: errand, now)
      guard notBefore <= now else {
        next = min(next, notBefore)
        index += 1
        continue
      }
      waiting.remove(at: index)
      budget.spend(errand.weight, at: hostTime())
      do throws(HTTPFailure) {
        try carrier.start(errand.query, tag: errand.tag)
      } catch {
        throw HostError(.unavailable, "cannot read \(errand.query.url): \(error.reason)")
      }
      away[errand.tag] = errand
    }
    return next
  }

  private func start(of errand: Errand, _ now: Moment) -> Moment {
    guard errand.notBefore <= now else { return errand.notBefore }
    let wait = budget.wait(for: errand.weight, at: hostTime())
    return now + TimeSpan(milliseconds: wait)
  }

  // MARK: Coming

  private func judge(
    _ errand: Errand, _ result: Result<HTTPAnswer, HTTPFailure>
  ) throws(HostError) -> Reply? {
    switch result {
    case .failure(let failure):
      guard failure.isPassing || errand.persists else {
        throw HostError(.unavailable, "cannot read \(errand.query.url): \(failure.reason)")
      }
      try retry(errand, failure.reason, .unavailable)
      return nil
    case .success(let answer):
      if let used = rules.usedWeight(answer) { budget.note(used: used, at: hostTime()) }
      return try judge(errand, answer)
    }
  }

  private func judge(_ errand: Errand, _ answer: HTTPAnswer) throws(HostError) -> Reply? {
    switch rules.verdict(on: answer, url: errand.query.url) {
    case .answered:
      handedOut[errand.tag] = errand
      return .answer(answer)
    case .absent:
      guard errand.persists else { return .absent }
      try retry(errand, "HTTP \(answer.status)", .unavailable)
      return nil
    case .refused(let error):
      guard errand.persists else { throw error }
      try retry(errand, error.message, .unavailable)
      return nil
    case .again(let reason):
      try retry(errand, reason, .unavailable)
      return nil
    case .keepStill(let seconds, let reason):
      try keepStill(errand, seconds, reason)
      return nil
    }
  }

  /// A host that answers what it has not answered before is asked for the rest at once: who waits for
  /// it waits for all.
  private func wakeOthers() {
    for index in waiting.indices { waiting[index].notBefore = .past }
  }

  /// Counts a failure; `status` is what the run ends with where it was the last.
  private func failed(
    _ errand: Errand, _ reason: String, _ status: ExitStatus
  ) throws(HostError) -> Errand {
    var errand = errand
    errand.failures += 1
    guard outage != nil || policy.backoff.allows(errand.failures) else {
      throw HostError(
        status, "cannot read \(errand.query.url), tried \(errand.failures) times: \(reason)")
    }
    return errand
  }

  private func retry(
    _ errand: Errand, _ reason: String, _ status: ExitStatus
  ) throws(HostError) {
    var errand = try failed(errand, reason, status)
    outage?.failed(errand.tag, times: errand.failures, reason, at: clock.now)
    let pause = policy.backoff.pause(after: errand.failures, using: &random)
    onNotice?(
      .again(
        url: errand.query.url, reason: reason, milliseconds: pause, failures: errand.failures,
        retries: outage == nil ? policy.backoff.retries : nil))
    errand.notBefore = clock.now + .milliseconds(pause)
    waiting.insert(errand, at: 0)
  }

  /// A host that asks for it is not asked before, nor at once where it says no time: who comes back
  /// too early is shut out.
  private func keepStill(
    _ errand: Errand, _ said: Int, _ reason: String
  ) throws(HostError) {
    guard outage != nil || said <= policy.longestStill else {
      throw HostError(
        .tryAgain, "\(rules.name) asks to keep still for \(said) s: \(reason)",
        help: "run it again then, or wait for it: --max-wait \(said)s")
    }
    let errand = try failed(errand, reason, .tryAgain)
    outage?.wasAskedToKeepStill(errand.tag, reason, at: clock.now)
    waiting.insert(errand, at: 0)
    let seconds = max(said, Backoff.shortestStill(after: errand.failures))
    let until = clock.now + .seconds(seconds)
    guard until > stillUntil else { return }
    stillUntil = until
    onNotice?(.keepingStill(seconds: seconds, reason: reason))
  }
}
