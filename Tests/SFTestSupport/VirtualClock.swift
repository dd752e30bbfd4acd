import SFCore
import SFRun
import Synchronization

/// A clock that stands still until somebody waits: the wait is over at once, and it is that much
/// later.
///
/// Where something may come from descriptors, such as an answer of a server, the machine really
/// waits for it, for `grace` milliseconds at most; only then time goes on.
public final class VirtualClock: Clock {
  private let start: Timestamp
  private let grace: Int32
  private let nanoseconds = Atomic<Int64>(0)

  public init(_ start: Timestamp = "2026-01-05T00:00:00.000Z", grace: Int32 = 10_000) {
    self.start = start
    self.grace = grace
  }

  public var now: Moment { Moment(nanoseconds: nanoseconds.load(ordering: .relaxed)) }

  public var time: Timestamp { start + nanoseconds.load(ordering: .relaxed) / 1_000_000 }

  /// Makes it later.
  public func pass(_ span: TimeSpan) { nothingCame(before: now + span) }

  public func patience(until deadline: Moment, isWatching: Bool) -> Int32 {
    deadline > now && isWatching ? grace : 0
  }

  public func nothingCame(before deadline: Moment) {
    precondition(deadline != .never, "a wait for nothing would not end")
    guard deadline > now else { return }
    nanoseconds.store(deadline.nanoseconds, ordering: .relaxed)
  }
}
