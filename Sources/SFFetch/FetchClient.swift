import SFCore
import SFRun

/// A consumer's side of fetching: what it asks next, what a reply brings, and when it has heard nothing
/// for too long.
///
/// A position is a mark; nothing else is acknowledged. Who hears nothing for a second (then two, five)
/// closes its socket and asks again; a reply to an older question is dropped.
public struct FetchClient: Sendable {
  /// What is to be done now.
  public enum Action: Equatable, Sendable {
    case send(FetchRequest)
    /// The socket is closed, and another opened, before anything else is sent.
    case reconnect
    /// Nothing, until then or until something comes.
    case wait(until: Moment)
  }

  /// What a reply brings.
  public enum Delivery: Equatable, Sendable {
    case header(FetchReply.Hello)
    case steps([UInt8], upTo: Timestamp)
    case end([UInt8])
    /// The reply to an older question, or nothing new.
    case nothing
  }

  /// What there is to say of the producer.
  public enum News: Equatable, Sendable {
    /// It has not answered for some seconds, and is waited for.
    case awaited
    /// It answers, after it was awaited.
    case came
  }

  private static let patience = [1, 2, 5].map(TimeSpan.seconds)

  /// After so many silences a producer is awaited: three seconds.
  private static let silencesToTell = 2

  /// How long a producer may keep a question that it has nothing new for.
  private static let producerPatience = TimeSpan.milliseconds(500)

  /// Bytes that are asked for at once.
  public static let most = 1 << 16

  /// The journal that the consumer follows; `nil` while it has not heard of any.
  public private(set) var journal: String?
  /// The mark up to which it has got everything; `nil` for the start.
  public private(set) var position: Timestamp?
  public private(set) var isEnded = false
  private var hasHeader = false
  private var count = 0
  private var asked: (id: String, at: Moment)?
  private var silences = 0
  private var isAwaited = false
  private var news: News?

  /// Goes on behind a mark. With a journal any other is refused.
  public init(journal: String? = nil, behind mark: Timestamp? = nil) {
    self.journal = journal
    position = mark
  }

  /// Whether a question is open.
  public var isAsking: Bool { asked != nil }

  /// What to do now, if steps are wanted.
  public mutating func next(_ now: Moment) -> Action {
    if isEnded { return .wait(until: .never) }
    guard let asked else { return .send(question(now)) }
    let deadline = asked.at + Self.patience[min(silences, Self.patience.count - 1)]
    guard now >= deadline else { return .wait(until: deadline) }
    silences += 1
    if silences >= Self.silencesToTell, !isAwaited { (isAwaited, news) = (true, .awaited) }
    self.asked = nil
    return .reconnect
  }

  /// What is new of the producer since the last call.
  public mutating func takeNews() -> News? {
    defer { news = nil }
    return news
  }

  private mutating func question(_ now: Moment) -> FetchRequest {
    count += 1
    let id = String(count)
    asked = (id, now)
    guard hasHeader, let journal else { return .hello(id: id) }
    return .fetch(
      id: id,
      .init(
        journal: journal, behind: position, most: Self.most, patience: Self.producerPatience))
  }

  /// Takes a reply; fails (76) where the producer's journal is not the one that is followed.
  public mutating func take(_ reply: FetchReply) throws(FetchError) -> Delivery {
    guard let asked, reply.id == asked.id else { return .nothing }
    self.asked = nil
    silences = 0
    if isAwaited { (isAwaited, news) = (false, .came) }
    switch reply {
    case .hello(_, let hello):
      if let journal, journal != hello.journal {
        throw .other(hello.journal, than: journal)
      }
      journal = hello.journal
      hasHeader = true
      return .header(hello)
    case .steps(_, let upTo, let bytes):
      guard let upTo, !bytes.isEmpty else { return .nothing }
      position = upTo
      return .steps(bytes, upTo: upTo)
    case .end(_, let bytes):
      isEnded = true
      return .end(bytes)
    case .gone(_, let floor): throw .gone(behind: position, floor: floor)
    case .reset(_, let reason): throw .reset(reason)
    }
  }
}
