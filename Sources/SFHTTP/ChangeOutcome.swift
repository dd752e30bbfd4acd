/// What has become of a change; what is not known is never guessed.
public enum ChangeOutcome: Sendable {
  /// It was done, as the answer says.
  case done(HTTPAnswer)
  /// It was not done, and never will be.
  case refused(Refusal)
  /// It may have been done: no answer, not all of it, or one that proves nothing. Only the other
  /// side can say, when it is asked.
  case unknown(reason: String)

  /// What proves that a change was not done.
  public enum Refusal: Sendable {
    /// The host's own word.
    case answer(HTTPAnswer)
    /// No byte of it has left: there was no connection to send it over.
    case unsent(reason: String)
  }
}

/// What the answers of one host prove: its own knowledge, which is handed in.
public protocol ChangeProof: Sendable {
  /// Whether an answer of status 2xx, whose body is whole, says that the change was done.
  func provesDone(_ answer: HTTPAnswer) -> Bool

  /// Whether an answer of another status below 500 says that nothing was changed.
  func provesRefusal(_ answer: HTTPAnswer) -> Bool
}

extension ChangeOutcome {
  /// An error of the server (5xx) proves nothing, whoever says what it may mean: the part that
  /// failed may stand behind the one that did it.
  init(_ answer: HTTPAnswer, _ proof: some ChangeProof) {
    switch answer.status {
    case 200...299 where proof.provesDone(answer): self = .done(answer)
    case 200...299: self = .unknown(reason: "HTTP \(answer.status) with a body that says nothing")
    case 300...499 where proof.provesRefusal(answer): self = .refused(.answer(answer))
    default: self = .unknown(reason: "HTTP \(answer.status)")
    }
  }
}
