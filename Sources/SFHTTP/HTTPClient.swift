import SFCore
import SFRun

/// Asks over libcurl: several questions at once, in one thread, each sent once.
///
/// TLS is verified. `HTTPS_PROXY`, `HTTP_PROXY` (in small letters) and `NO_PROXY` count, as for
/// `curl`.
public final class HTTPClient: QueryCarrier {
  private let options: HTTPOptions
  private let transfers: TransferSet
  /// What is under way, by tag.
  private var asked: [Int: Asked] = [:]

  private struct Asked {
    var query: Query
    var redirects = 0
  }

  private static let mostRedirects = 5

  /// No wait goes on once `stop` is readable; -1 never is.
  public init(_ options: HTTPOptions, stop: Int32, _ clock: any Clock) throws(HTTPFailure) {
    self.options = options
    transfers = try TransferSet(stop: stop, clock)
  }

  public var isStopped: Bool { transfers.isStopped }

  public func watch(_ descriptor: Int32) { transfers.watch(descriptor) }

  public var isCalled: Bool { transfers.isCalled }

  public func start(_ query: Query, tag: Int) throws(HTTPFailure) {
    try transfers.start(Transfer(query, tag: tag, options))
    asked[tag] = Asked(query: query)
  }

  public func next(
    until deadline: Moment
  ) throws(HTTPFailure) -> (tag: Int, result: Result<HTTPAnswer, HTTPFailure>)? {
    while let (transfer, code) = try transfers.next(until: deadline) {
      let result = transfer.result(code)
      guard case .success(let answer) = result, let target = transfer.redirect(answer) else {
        asked[transfer.tag] = nil
        return (transfer.tag, result)
      }
      do throws(HTTPFailure) {
        try follow(transfer.tag, to: target)
      } catch {
        asked[transfer.tag] = nil
        return (transfer.tag, .failure(error))
      }
    }
    return nil
  }

  private func follow(_ tag: Int, to target: String) throws(HTTPFailure) {
    guard var asked = asked[tag] else { preconditionFailure("an answer that nobody asked for") }
    asked.redirects += 1
    guard asked.redirects <= Self.mostRedirects else {
      throw HTTPFailure(reason: "more than \(Self.mostRedirects) redirects", isPassing: false)
    }
    guard let from = HostAddress(asked.query.url), let to = HostAddress(target),
      from.mayRedirect(to: to)
    else {
      throw HTTPFailure(
        reason: "it redirects to '\(target.shown())', which is another host or protocol",
        isPassing: false)
    }
    asked.query = asked.query.redirected(to: target)
    try transfers.start(Transfer(asked.query, tag: tag, options))
    self.asked[tag] = asked
  }
}

/// What carries questions to hosts and their answers back; each is sent once.
public protocol QueryCarrier: AnyObject {
  /// Sends a question; its answer comes from `next` with this tag, which no other has meanwhile.
  func start(_ query: Query, tag: Int) throws(HTTPFailure)

  /// Has waits end also when a descriptor can be read, which somebody else reads; one for all time.
  func watch(_ descriptor: Int32)

  /// Whether that could be read at the last wait.
  var isCalled: Bool { get }

  /// What has come of one question, in the order of the answers; `nil` at `deadline`, when the run is
  /// to stop, or when the descriptor that is watched beside can be read.
  func next(
    until deadline: Moment
  ) throws(HTTPFailure) -> (tag: Int, result: Result<HTTPAnswer, HTTPFailure>)?

  /// Whether the run is to stop.
  var isStopped: Bool { get }
}
