import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What time it is, for whoever measures, waits or writes it down; handed in, so that a test can
/// say what time it is.
///
/// The time of the market is none of its business: that comes with the lines.
public protocol Clock: Sendable {
  /// What the machine believes the time to be; it may be set, and go back.
  var time: Timestamp { get }

  /// Now, on a clock that nobody sets and that goes on while the machine sleeps.
  var now: Moment { get }

  /// How long a wait that is to end at `deadline` may last, in milliseconds of the machine; it is
  /// asked again when nothing has come by then and it is still too early.
  ///
  /// `isWatching` says whether there are descriptors that something may come from, beside the one
  /// that says to stop.
  func patience(until deadline: Moment, isWatching: Bool) -> Int32

  /// Nothing has come for as long as `patience` said.
  func nothingCame(before deadline: Moment)
}

/// The clock of the machine.
public struct SystemClock: Clock {
  public init() {}

  public var time: Timestamp {
    Timestamp(milliseconds: Self.read(CLOCK_REALTIME).floored(by: 1_000_000))
  }

  public var now: Moment { Moment(nanoseconds: Self.read(CLOCK_BOOTTIME)) }

  /// Rounded up: who is woken too early would go round without waiting. No longer than a minute,
  /// since the system's wait stands still while the machine sleeps.
  public func patience(until deadline: Moment, isWatching: Bool) -> Int32 {
    let now = now
    guard deadline > now else { return 0 }
    return Int32(clamping: min(60_000, deadline.since(now).milliseconds + 1))
  }

  public func nothingCame(before deadline: Moment) {}

  /// Nanoseconds.
  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
