import CCurl
import SFRun

/// Sends what changes something: each change once, over a connection of its own.
///
/// Nothing is retried here or in libcurl, and nothing is redirected. What cannot be told is said to
/// be unknown.
public final class ChangeSender {
  private let options: HTTPOptions
  private let proof: any ChangeProof
  private let transfers: TransferSet

  /// `proof` knows what the host's answers prove. No wait goes on once `stop` is readable; -1 never
  /// is.
  public init(
    _ options: HTTPOptions, _ proof: any ChangeProof, stop: Int32, _ clock: any Clock
  ) throws(HTTPFailure) {
    self.options = options
    self.proof = proof
    transfers = try TransferSet(stop: stop, clock)
  }

  /// Sends a change; what has become of it comes from `next` with this tag. Where it throws,
  /// nothing has been sent.
  public func send(_ change: Change, tag: Int) throws(HTTPFailure) {
    try transfers.start(Transfer(change, tag: tag, options))
  }

  /// What has become of one change; `nil` at `deadline`, or when the run is to stop: what is under
  /// way then is unknown until it is asked for here again.
  public func next(until deadline: Moment) throws(HTTPFailure) -> (
    tag: Int, outcome: ChangeOutcome
  )? {
    guard let (transfer, code) = try transfers.next(until: deadline) else { return nil }
    switch transfer.result(code) {
    case .success(let answer): return (transfer.tag, ChangeOutcome(answer, proof))
    case .failure(let failure):
      return (
        transfer.tag,
        transfer.mayHaveLeft
          ? .unknown(reason: failure.reason) : .refused(.unsent(reason: failure.reason))
      )
    }
  }
}
