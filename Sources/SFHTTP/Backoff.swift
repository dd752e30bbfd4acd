/// How long to wait before a question that failed is asked again: anything up to a bound that
/// doubles with each failure, so that many callers do not come back at once ("Exponential Backoff
/// And Jitter", AWS Architecture Blog: full jitter).
public struct Backoff: Sendable {
  /// The bound behind the first failure, in milliseconds.
  public let first: Int
  /// The bound that is not exceeded.
  public let longest: Int
  /// How often a question is asked again.
  public let retries: Int

  public init(first: Int, longest: Int = 30_000, retries: Int) {
    precondition(first > 0 && longest > 0 && retries >= 0)
    self.first = first
    self.longest = longest
    self.retries = retries
  }

  /// Whether it is asked again after so many failures.
  package func allows(_ failures: Int) -> Bool { failures <= retries }

  /// The milliseconds before the next try, after so many failures.
  package func pause(after failures: Int, using random: inout some RandomNumberGenerator) -> Int {
    var bound = first
    for _ in 1..<max(1, failures) where bound < longest { bound *= 2 }
    return Int.random(in: 0...min(bound, longest), using: &random)
  }

  /// The fewest seconds to keep still where a host has asked for it, after so many failures: 1,
  /// doubled with each, up to 30.
  package static func shortestStill(after failures: Int) -> Int {
    min(30, 1 << min(5, max(0, failures - 1)))
  }
}
