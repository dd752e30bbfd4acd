import SFCore

/// How often a notifier is used, and the bounds within which nothing is lost.
public struct NoticePace: Sendable {
  /// From one message to the next.
  public var apart = TimeSpan.seconds(60)
  /// Behind the first failure; it doubles with each, up to the longest.
  public var firstPause = TimeSpan.seconds(1)
  public var longestPause = TimeSpan.seconds(300)
  /// How long a server may ask to be left alone, and is.
  public var longestStill = TimeSpan.seconds(3_600)
  /// How long a notice is worth sending.
  public var longestKept = TimeSpan.seconds(86_400)
  /// How many notices are kept for one notifier.
  public var most = 200
  /// How long one try may take.
  public var patience = TimeSpan.seconds(10)
  /// How long the end of the tool may wait for what has not been sent.
  public var grace = TimeSpan.seconds(5)

  public init() {}

  package func pause(after failures: Int) -> TimeSpan {
    var length = firstPause.milliseconds
    for _ in 1..<max(1, failures) where length < longestPause.milliseconds { length *= 2 }
    return TimeSpan(milliseconds: min(length, longestPause.milliseconds))
  }
}
