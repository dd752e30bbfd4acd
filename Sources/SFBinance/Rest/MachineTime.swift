#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Clocks of this machine, in milliseconds.
public enum MachineTime {
  /// A clock that nobody sets and that goes on while the machine sleeps.
  public static var steady: Int64 { read(CLOCK_BOOTTIME) }

  /// What the machine believes that the time is.
  public static var believed: Int64 { read(CLOCK_REALTIME) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
