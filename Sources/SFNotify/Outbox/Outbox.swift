import SFCore
import SFRun
import SFTransport

/// Sends notices over every notifier, each in a thread of its own: none holds up another, nor
/// whoever posts.
public final class Outbox: @unchecked Sendable {
  private let lines: [OutboxLine]

  /// Opens the channels of the notifiers; what is missing or can be read by others fails here.
  ///
  /// `say` is told in a sentence when a notifier begins to fail, works again, or has lost something;
  /// it is called from other threads. No sentence has a secret in it.
  public init(
    _ notifiers: [any Notifier], pace: NoticePace = NoticePace(), clock: any Clock = SystemClock(),
    say: @escaping @Sendable (String) -> Void
  ) throws {
    lines = try notifiers.map { try OutboxLine($0, pace, clock, say) }
    for line in lines { try line.start() }
  }

  /// Has a notice sent; returns at once.
  public func post(_ notice: Notice) {
    for line in lines { line.post(notice) }
  }

  /// Sends what has not been sent, for as long as the grace lasts, and ends.
  public func close() {
    for line in lines { line.close() }
    for line in lines { line.join() }
  }
}

/// One notifier and its thread.
private final class OutboxLine: @unchecked Sendable {
  private let channel: NotifierChannel
  private let pace: NoticePace
  private let clock: any Clock
  private let say: @Sendable (String) -> Void
  private let bell: Bell
  private let carrier: NotifierCarrier
  private let lock = Lock()
  /// Within the lock.
  private var queue: NoticeQueue
  private var thread: PosixThread?

  package init(
    _ notifier: any Notifier, _ pace: NoticePace, _ clock: any Clock,
    _ say: @escaping @Sendable (String) -> Void
  ) throws {
    channel = try notifier.open()
    self.pace = pace
    self.clock = clock
    self.say = say
    bell = try Bell()
    carrier = try NotifierCarrier(channel, bell, clock)
    queue = NoticeQueue(notifier.level, mostUnits: channel.mostUnits, pace)
  }

  package func start() throws { thread = try PosixThread { self.run() } }

  package func post(_ notice: Notice) {
    lock.locked { queue.post(notice, at: self.clock.now) }
    bell.ring()
  }

  package func close() {
    lock.locked { queue.close(at: self.clock.now) }
    bell.ring()
  }

  package func join() { thread?.join() }

  private func run() {
    while true {
      let (action, news) = lock.locked { queue.next(at: self.clock.now) }
      tell(news)
      switch action {
      case .over: return
      case .wait(let moment):
        var awaited = WaitSet(stop: bell.descriptor)
        _ = awaited.wait(until: moment, self.clock)
        bell.hush()
      case .send(let message):
        let end = self.clock.now + pace.patience
        let outcome = carrier.send(channel.parcel(message)) {
          min(end, self.lock.locked { self.queue.closing } ?? .never)
        }
        tell(lock.locked { queue.ended(outcome, at: self.clock.now) })
      }
    }
  }

  private func tell(_ news: [NoticeNews]) {
    for sentence in news { say(sentence.sentence(channel.name)) }
  }
}
