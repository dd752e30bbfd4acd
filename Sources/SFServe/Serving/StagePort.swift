import SFCore
import SFFetch
import SFJournal
import SFRun

/// Answers those who fetch the journal of a stage: at once where there is something, later where there
/// is not.
final class StagePort {
  private let port: FetchPort
  private let producer: any StepProducer
  private var readers: [FetchPort.Asker: JournalReader] = [:]
  /// Open questions, in the order in which they came.
  private var waiting: [(asker: FetchPort.Asker, request: FetchRequest, until: Moment)] = []

  /// Whether anybody has asked yet.
  private(set) var isAsked = false

  /// What is handed out at once at most, unless one step is longer.
  private static let most = 1 << 20
  /// How long a question waits at most.
  private static let longest = TimeSpan.seconds(30)
  /// Consumers whose places are remembered; others are found again.
  private static let mostReaders = 16

  init(_ port: FetchPort, _ producer: any StepProducer) {
    self.port = port
    self.producer = producer
  }

  var descriptor: Int32 { port.descriptor }

  /// Answers what can be answered; returns when it is to be called again, whatever comes.
  ///
  /// `isWoken`: whether the descriptor could be read. To ask the socket for nothing costs more than
  /// the rest of a turn.
  func turn(_ now: Moment, isWoken: Bool) -> Moment {
    var mayHaveCome = isWoken
    repeat {
      // To answer may bring the next question without another word of the socket.
      if answerWaiting(now) { mayHaveCome = true }
    } while mayHaveCome && takeQuestions(now)
    return waiting.map(\.until).min() ?? .never
  }

  private func takeQuestions(_ now: Moment) -> Bool {
    var hasAny = false
    while let (asker, request) = port.next() {
      // Who asks again has given up the question before.
      waiting.removeAll { $0.asker == asker }
      waiting.append((asker, request, deadline(of: request, now)))
      hasAny = true
    }
    if hasAny { isAsked = true }
    return hasAny
  }

  private func deadline(of request: FetchRequest, _ now: Moment) -> Moment {
    guard case .fetch(_, let wanted) = request else { return now + Self.longest }
    return now + min(wanted.patience, Self.longest)
  }

  /// Returns whether somebody was answered.
  private func answerWaiting(_ now: Moment) -> Bool {
    guard !waiting.isEmpty else { return false }
    let facts = producer.facts
    var hasAnswered = false
    waiting.removeAll { asker, request, until in
      let reply =
        reply(to: request, of: asker, facts) ?? (until <= now ? nothing(for: request) : nil)
      if let reply {
        port.answer(asker, reply)
        hasAnswered = true
      }
      return reply != nil || until <= now
    }
    return hasAnswered
  }

  /// The answer to who has waited for nothing; who greets is not answered before there is a header.
  private func nothing(for request: FetchRequest) -> FetchReply? {
    guard case .fetch(let id, let wanted) = request else { return nil }
    return .steps(id: id, upTo: wanted.behind, [])
  }

  /// `nil` while there is nothing to say.
  private func reply(
    to request: FetchRequest, of asker: FetchPort.Asker, _ facts: JournalFacts
  ) -> FetchReply? {
    switch request {
    case .hello(let id):
      return producer.header.map { header in
        .hello(
          id: id,
          .init(
            journal: facts.id, header: header, floor: facts.floor, head: facts.head,
            isEnded: facts.isEnded))
      }
    case .fetch(let id, let wanted):
      switch facts.answer(wanted) {
      case .wait: return nil
      case .end: return .end(id: id, producer.tail)
      case .gone: return .gone(id: id, floor: facts.floor)
      case .reset(let reason): return .reset(id: id, reason: reason)
      case .steps: return steps(id, wanted, asker, facts)
      }
    }
  }

  private func steps(
    _ id: String, _ wanted: FetchRequest.Wanted, _ asker: FetchPort.Asker, _ facts: JournalFacts
  ) -> FetchReply? {
    if readers[asker] == nil, readers.count >= Self.mostReaders { readers.removeAll() }
    let reading: JournalReading
    do throws(JournalError) {
      var reader = readers[asker]
      if reader == nil { reader = try JournalReader(producer.journalPath) }
      reading =
        try reader?.read(behind: wanted.behind, most: min(wanted.most, Self.most)) ?? .nothing
      readers[asker] = reader
    } catch {
      // A journal that is damaged is no reason to stop serving the others.
      return .reset(id: id, reason: (error.location.map { "\($0): " } ?? "") + error.message)
    }
    switch reading {
    case .steps(let bytes, let mark):
      // What is not on the disk yet, since that has failed, is shown to nobody.
      return facts.head.map { mark <= $0 } == true ? .steps(id: id, upTo: mark, bytes) : nil
    case .gone(let floor): return .gone(id: id, floor: floor)
    case .tail, .nothing: return nil
    }
  }
}
