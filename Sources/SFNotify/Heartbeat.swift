import SFCore
import SFHTTP
import SFRun
import SFTransport

/// Asks an address each minute while all is well, so that somebody outside notices when it is not
/// asked: a machine that is dead says nothing itself.
public final class Heartbeat: @unchecked Sendable {
  private let url: String
  private let clock: any Clock
  private let say: @Sendable (String) -> Void
  private let bell: Bell
  private let client: HTTPClient
  private let lock = Lock()
  /// Within the lock.
  private var pace: HeartbeatPace
  private var thread: PosixThread?

  /// `say` is told in a sentence when the address does not answer, and when it does again; its path is
  /// in no sentence, since who knows it can be heard in place of this machine.
  public init(
    url: String, every: TimeSpan = .seconds(60), clock: any Clock = SystemClock(),
    say: @escaping @Sendable (String) -> Void
  ) throws {
    try NotifierAddress.check(url, "--heartbeat")
    self.url = url
    self.clock = clock
    self.say = say
    bell = try Bell()
    client = try HTTPClient(HTTPOptions(agent: "SignalFlow"), stop: bell.descriptor, clock)
    pace = HeartbeatPace(every: every)
    thread = try PosixThread { self.run() }
  }

  /// Says how things are; returns at once. It may be called as often as one likes.
  public func beat(healthy: Bool) {
    if lock.locked({ pace.hear(healthy: healthy, at: self.clock.now) }) { bell.ring() }
  }

  /// Asks no more.
  public func close() {
    lock.locked { pace.close() }
    bell.ring()
    thread?.join()
  }

  private func run() {
    var tag = 0
    while !lock.locked({ pace.isClosed }) {
      guard lock.locked({ pace.takeDue() }) else {
        var awaited = WaitSet(stop: bell.descriptor)
        awaited.wait()
        bell.hush()
        continue
      }
      tag += 1
      let failure = ask(tag)
      if let sentence = lock.locked({ pace.ended(failure) }) { say(sentence) }
    }
  }

  /// Why there was no answer; `nil` where there was.
  private func ask(_ tag: Int) -> String? {
    let end = self.clock.now + .milliseconds(NotifierChannel.patience)
    do throws(HTTPFailure) {
      try client.start(
        Query(
          url: url, sizeLimit: NotifierChannel.mostAnswer, timeLimit: NotifierChannel.patience),
        tag: tag)
      while self.clock.now < end, !lock.locked({ pace.isClosed }) {
        guard let (asked, result) = try client.next(until: end) else {
          bell.hush()
          continue
        }
        if asked == tag { return Self.failure(try result.get()) }
      }
      return "no answer in time"
    } catch { return error.reason.split(separator: url).joined(separator: "…").shown() }
  }

  private static func failure(_ answer: HTTPAnswer) -> String? {
    (200...299).contains(answer.status) ? nil : "HTTP \(answer.status)"
  }
}

/// When the address of a heartbeat is asked, and what is said of it.
package struct HeartbeatPace: Sendable {
  private let every: TimeSpan
  private var notBefore = Moment.past
  private var isDue = false
  private var fails = false
  private(set) var isClosed = false

  package init(every: TimeSpan) { self.every = every }

  /// Whether the address is to be asked now.
  package mutating func hear(healthy: Bool, at now: Moment) -> Bool {
    guard healthy, now >= notBefore else { return false }
    notBefore = now + every
    isDue = true
    return true
  }

  package mutating func takeDue() -> Bool {
    defer { isDue = false }
    return isDue
  }

  /// What is to be said of an answer, or of none with its reason: changes, not each.
  package mutating func ended(_ failure: String?) -> String? {
    defer { fails = failure != nil }
    guard let failure else { return fails ? "the heartbeat is answered again" : nil }
    return fails || isClosed ? nil : "the heartbeat is not answered: \(failure)"
  }

  package mutating func close() { isClosed = true }
}
