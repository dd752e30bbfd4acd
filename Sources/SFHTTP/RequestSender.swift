import SFRun

/// Sends what one host is asked for and what it is to change, in one thread: each request once, and
/// each change over a connection of its own.
///
/// Nothing is retried here, nothing is redirected, and nothing is concluded: what an answer proves,
/// and what none does, is the caller's to know.
public final class RequestSender {
  private let options: HTTPOptions
  private let transfers: TransferSet

  /// What has come of a request.
  public enum Outcome: Sendable {
    case answer(HTTPAnswer)
    /// No answer, or not all of it: why.
    case none(reason: String)
    /// No byte of it has left: why.
    case unsent(reason: String)
  }

  /// No wait goes on once `stop` is readable; -1 never is.
  public init(_ options: HTTPOptions, stop: Int32, _ clock: any Clock) throws(HTTPFailure) {
    self.options = options
    transfers = try TransferSet(stop: stop, clock)
  }

  public var isStopped: Bool { transfers.isStopped }

  /// Has waits end also when a descriptor can be read, which somebody else reads; each stays.
  public func watch(_ descriptor: Int32) { transfers.watch(descriptor) }

  /// Asks; connections are kept for the next question.
  public func send(_ query: Query, tag: Int) throws(HTTPFailure) {
    try transfers.start(Transfer(query, tag: tag, options))
  }

  /// Sends a change. Where it throws, nothing has been sent.
  public func send(_ change: Change, tag: Int) throws(HTTPFailure) {
    try transfers.start(Transfer(change, tag: tag, options))
  }

  /// What has come of one request, by its tag; `nil` at `deadline`, when the run is to stop, or when
  /// what is watched beside can be read.
  public func next(until deadline: Moment) throws(HTTPFailure) -> (tag: Int, outcome: Outcome)? {
    guard let (transfer, code) = try transfers.next(until: deadline) else { return nil }
    switch transfer.result(code) {
    case .success(let answer): return (transfer.tag, .answer(answer))
    case .failure(let failure):
      return (
        transfer.tag,
        transfer.mayHaveLeft ? .none(reason: failure.reason) : .unsent(reason: failure.reason)
      )
    }
  }
}
