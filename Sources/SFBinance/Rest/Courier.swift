import SFCore
import SFHTTP

/// Carries requests to a host until they are answered: several at once, none while it has asked to
/// keep still, failed ones again after a while.
public final class Courier {
  /// How patient it is.
  public struct Policy: Sendable {
    /// The most requests at once.
    public var atOnce = 4
    public var backoff: Backoff
    /// The longest that a host may ask to keep still, in seconds; beyond, the run ends.
    public var longestStill = 900

    public init(backoff: Backoff) { self.backoff = backoff }
  }

  /// What it has to say to people.
  public enum Notice: Equatable, Sendable {
    case again(url: String, reason: String, milliseconds: Int, failures: Int, retries: Int)
    case keepingStill(seconds: Int, reason: String)
  }

  private struct Errand {
    let tag: Int
    let request: HTTPRequest
    let weight: Int
    var failures = 0
    var notBefore: Int64 = .min
  }

  public var onNotice: ((Notice) -> Void)?
  /// Readable once the run is to stop.
  public var stop: Int32 = -1
  public var budget = WeightBudget()
  /// The time of the exchange, for the minutes of its count.
  var exchangeTime: () -> Int64 = { MachineTime.believed }

  private let client: HTTPClient
  private let policy: Policy
  private var waiting: [Errand] = []
  private var away: [Int: Errand] = [:]
  /// Answers that were handed out and may yet turn out to be none.
  private var handedOut: [Int: Errand] = [:]
  /// No request before.
  private var stillUntil: Int64 = .min
  private var random = SystemRandomNumberGenerator()

  public init(_ options: HTTPOptions, _ policy: Policy) throws {
    do { client = try HTTPClient(options) } catch {
      throw ExchangeError(.unavailable, error.reason)
    }
    self.policy = policy
  }

  /// How many requests have not been answered.
  public var open: Int { waiting.count + away.count }

  /// Sends a request as soon as it may be; tags are the caller's, each once.
  public func ask(_ request: HTTPRequest, tag: Int, weight: Int = 0) {
    handedOut[tag] = nil
    waiting.append(Errand(tag: tag, request: request, weight: weight))
  }

  /// Sends a request again whose answer could not be read, as if it had not come.
  public func askAgain(_ tag: Int, because reason: String) throws {
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

  /// The next answer, in the order in which they come; `nil` once the steady clock is at
  /// `deadline`, or when the run is to stop.
  public func next(until deadline: Int64 = .max) throws -> (tag: Int, reply: Reply)? {
    while true {
      let now = MachineTime.steady
      let start = try sendWhatMayGo(now)
      guard now < deadline else { return nil }
      let wait = max(0, min(start, deadline) - now)
      guard let (tag, result) = try outcome(wait) else {
        if isStopped { return nil }
        continue
      }
      guard let errand = away.removeValue(forKey: tag) else { continue }
      if let reply = try judge(errand, result) { return (tag, reply) }
    }
  }

  private func outcome(
    _ milliseconds: Int64
  ) throws -> (tag: Int, result: Result<HTTPAnswer, HTTPFailure>)? {
    do {
      return try client.next(waiting: Int(min(milliseconds, 60_000)), stop: stop)
    } catch { throw ExchangeError(.unavailable, error.reason) }
  }

  private var isStopped: Bool { StopDescriptor.isReadable(stop) }

  // MARK: Going

  /// Sends what may go now; returns when the next may, `.max` when none waits for time.
  private func sendWhatMayGo(_ now: Int64) throws -> Int64 {
    guard stillUntil <= now else { return waiting.isEmpty ? .max : stillUntil }
    var next = Int64.max
    var index = 0
    while index < waiting.count, away.count < policy.atOnce {
      let errand = waiting[index]
      var notBefore = errand.notBefore
      if notBefore <= now {
        notBefore = now + budget.wait(for: errand.weight, at: exchangeTime())
      }
      guard notBefore <= now else {
        next = min(next, notBefore)
        index += 1
        continue
      }
      waiting.remove(at: index)
      budget.spend(errand.weight, at: exchangeTime())
      do { try client.start(errand.request, tag: errand.tag) } catch {
        throw ExchangeError(.unavailable, "cannot read \(errand.request.url): \(error.reason)")
      }
      away[errand.tag] = errand
    }
    return next
  }

  // MARK: Coming

  private func judge(
    _ errand: Errand, _ result: Result<HTTPAnswer, HTTPFailure>
  ) throws -> Reply? {
    if case .success(let answer) = result,
      let used = answer.header("X-MBX-USED-WEIGHT-1M").flatMap({ Int($0) })
    {
      budget.note(used: used, at: exchangeTime())
    }
    switch Verdict(result, url: errand.request.url) {
    case .answered:
      guard case .success(let answer) = result else { return nil }
      handedOut[errand.tag] = errand
      return .answer(answer)
    case .absent: return .absent
    case .refused(let error): throw error
    case .again(let reason):
      try retry(errand, reason, .unavailable)
      return nil
    case .keepStill(let seconds, let reason):
      try keepStill(seconds, reason)
      waiting.insert(errand, at: 0)
      return nil
    }
  }

  private func retry(_ errand: Errand, _ reason: String, _ status: ExitStatus) throws {
    var errand = errand
    errand.failures += 1
    let tries = errand.failures
    guard let pause = policy.backoff.pause(after: tries, using: &random) else {
      throw ExchangeError(
        status, "cannot read \(errand.request.url), tried \(tries) times: \(reason)")
    }
    onNotice?(
      .again(
        url: errand.request.url, reason: reason, milliseconds: pause, failures: tries,
        retries: policy.backoff.retries))
    errand.notBefore = MachineTime.steady + Int64(pause)
    waiting.insert(errand, at: 0)
  }

  private func keepStill(_ seconds: Int, _ reason: String) throws {
    guard seconds <= policy.longestStill else {
      throw ExchangeError(
        .tryAgain, "the exchange asks to keep still for \(seconds) s: \(reason)",
        help: "run it again then, or wait for it: --max-wait \(seconds)s")
    }
    let until = MachineTime.steady + Int64(seconds) * 1_000
    guard until > stillUntil else { return }
    stillUntil = until
    onNotice?(.keepingStill(seconds: seconds, reason: reason))
  }
}
