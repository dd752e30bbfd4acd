import SFCore
import SFRun

/// What is to be sent over one notifier, and when: it decides, and somebody else sends.
///
/// Notices go out in their order. The first goes at once; what comes within a minute behind a message
/// is summed up in the next. A message that fails is tried again, with what has come meanwhile; one
/// that may have arrived, too, since twice is better than never. Memory is bounded: beyond, the
/// oldest of the lowest level is left out, and the next message says how many were.
///
///     post post post         post
///     │send a    ├─ a minute ─┤ send b+c   ├─ a minute ─┤ send d
package struct NoticeQueue: Sendable {
  /// What is to be done now.
  package enum Action: Equatable {
    case send(NoticeMessage)
    /// Nothing until then, or until something is posted.
    case wait(until: Moment)
    /// The queue was closed, and all is said.
    case over
  }

  private struct Entry: Sendable {
    let notice: Notice
    let posted: Moment
  }

  private let level: NoticeLevel
  private let mostUnits: Int
  private let pace: NoticePace
  private var waiting: [Entry] = []
  /// What is on its way: the first of those that wait.
  private var underWay: NoticeMessage?
  private var leftOut = LeftOut()
  private var failures = 0
  /// No message before.
  private var notBefore = Moment.past
  /// When the end no longer waits; `nil` before it was asked for.
  private(set) var closing: Moment?

  /// The longest text that is kept of a notice.
  package static let mostText = 8_192

  package init(_ level: NoticeLevel, mostUnits: Int, _ pace: NoticePace) {
    self.level = level
    self.mostUnits = mostUnits
    self.pace = pace
  }

  /// How many wait, those on their way included.
  package var count: Int { waiting.count }

  package mutating func post(_ notice: Notice, at now: Moment) {
    guard notice.level >= level else { return }
    let text = notice.text
    let kept =
      text.utf8.count <= Self.mostText
      ? notice
      : Notice(
        session: notice.session, level: notice.level,
        text: text.prefix(Self.mostText / 4) + "… (cut)",
        at: notice.at)
    waiting.append(Entry(notice: kept, posted: now))
    if waiting.count > pace.most { leaveOneOut() }
  }

  /// The oldest of the lowest level, but for what is on its way.
  private mutating func leaveOneOut() {
    let free = waiting.indices.dropFirst(underWay?.notices.count ?? 0)
    let lowest = free.map { waiting[$0].notice.level }.min()
    guard let place = free.first(where: { waiting[$0].notice.level == lowest }) else { return }
    leftOut.add(waiting.remove(at: place).notice.level)
  }

  /// Nothing new comes; what waits is sent without a pause, for as long as the grace lasts.
  package mutating func close(at now: Moment) {
    if closing == nil { closing = now + pace.grace }
  }

  package mutating func next(at now: Moment) -> (action: Action, news: [NoticeNews]) {
    precondition(underWay == nil, "one message at a time")
    var news = forget(at: now)
    if let closing {
      if now >= closing, !waiting.isEmpty {
        let unsent = drop(waiting.count)
        news.append(.lost(unsent, reason: "the end did not wait any longer"))
      }
      if waiting.isEmpty { return (.over, news) }
    }
    guard !waiting.isEmpty else { return (.wait(until: .never), news) }
    let start = closing == nil || failures > 0 ? notBefore : now
    guard start <= now else { return (.wait(until: min(start, closing ?? .never)), news) }
    let message = NoticeMessage(
      waiting.lazy.map(\.notice), leftOut: leftOut, most: mostUnits)
    underWay = message
    return (.send(message), news)
  }

  /// What is too old to be worth sending.
  private mutating func forget(at now: Moment) -> [NoticeNews] {
    let count = waiting.prefix { $0.posted + pace.longestKept <= now }.count
    guard count > 0 else { return [] }
    return [.lost(drop(count), reason: "tried for \(pace.longestKept)")]
  }

  /// Takes the first away, as never to be told.
  private mutating func drop(_ count: Int) -> LeftOut {
    var lost = LeftOut()
    for entry in waiting.prefix(count) { lost.add(entry.notice.level) }
    waiting.removeFirst(count)
    leftOut.add(lost)
    return lost
  }

  /// Takes what has become of the message that was to be sent.
  package mutating func ended(_ outcome: DeliveryOutcome, at now: Moment) -> [NoticeNews] {
    guard let message = underWay else { preconditionFailure("no message is under way") }
    underWay = nil
    switch outcome {
    case .delivered:
      waiting.removeFirst(message.notices.count)
      leftOut.subtract(message.leftOut)
      notBefore = now + pace.apart
      defer { failures = 0 }
      return failures > 0 ? [.works(failures: failures)] : []
    case .again(let reason, let asked):
      failures += 1
      let still = min(asked ?? .zero, pace.longestStill)
      notBefore = now + max(still, pace.pause(after: failures))
      return failures == 1 ? [.fails(reason: reason)] : []
    case .refused(let reason):
      failures += 1
      notBefore = now + pace.pause(after: failures)
      return [.lost(drop(message.notices.count), reason: reason)]
    }
  }
}

/// What has become of one try to send a message.
package enum DeliveryOutcome: Sendable, Equatable {
  case delivered
  /// It may do better later, and not before that where the server has said so.
  case again(reason: String, after: TimeSpan?)
  /// It never will.
  case refused(reason: String)
}

/// What the tool says to people of a notifier: changes, not each try.
package enum NoticeNews: Sendable, Equatable {
  case fails(reason: String)
  case works(failures: Int)
  case lost(LeftOut, reason: String)

  package func sentence(_ name: String) -> String {
    switch self {
    case .fails(let reason): "\(name) does not take a message: \(reason); it is tried again"
    case .works(let failures):
      "\(name) takes messages again, after \(failures) \(failures == 1 ? "failure" : "failures")"
    case .lost(let lost, let reason):
      "\(name) did not take \(lost.total) \(lost.total == 1 ? "notice" : "notices") "
        + "(\(lost.text)): \(reason)"
    }
  }
}
