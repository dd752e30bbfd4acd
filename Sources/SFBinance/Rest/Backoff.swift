/// How long to wait before a request that failed is tried again: anything up to a bound that
/// doubles with each failure, so that many callers do not come back at once ("Exponential Backoff
/// And Jitter", AWS Architecture Blog: full jitter).
public struct Backoff: Sendable {
  /// The bound behind the first failure, in milliseconds.
  public let first: Int
  /// The bound that is not exceeded.
  public let longest: Int
  /// How often a request is tried again.
  public let retries: Int

  public init(first: Int, longest: Int = 30_000, retries: Int) {
    precondition(first > 0 && longest > 0 && retries >= 0)
    self.first = first
    self.longest = longest
    self.retries = retries
  }

  /// The milliseconds before the next try, after so many failures; `nil` when there is none.
  public func pause(
    after failures: Int, using random: inout some RandomNumberGenerator
  ) -> Int? {
    guard failures <= retries else { return nil }
    var bound = first
    for _ in 1..<max(1, failures) where bound < longest { bound *= 2 }
    return Int.random(in: 0...min(bound, longest), using: &random)
  }
}
