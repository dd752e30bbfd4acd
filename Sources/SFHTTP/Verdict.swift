/// What an answer means for the question: whether it is one, and if not, what to do.
public enum Verdict: Equatable {
  /// The body is what was asked for.
  case answered
  /// It is not there.
  case absent
  /// No request to this host before so many seconds have passed.
  case keepStill(seconds: Int, reason: String)
  /// The same question may do better later.
  case again(reason: String)
  /// It never will.
  case refused(HostError)
}

/// What one host says with its answers: its own knowledge, which is handed in.
public protocol HostRules: Sendable {
  /// What messages call it: `the exchange`.
  var name: String { get }

  func verdict(on answer: HTTPAnswer, url: String) -> Verdict

  /// How much of its limit has been used in its minute by all callers at this address; `nil` where
  /// the answer does not say.
  func usedWeight(_ answer: HTTPAnswer) -> Int?
}
