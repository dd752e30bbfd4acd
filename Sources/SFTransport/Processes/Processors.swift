import CProcess

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Processors that a process may run on.
///
/// Processes that take turns, each waiting for the one before, gain nothing from a second processor, and
/// to wake one that sleeps there takes longer than most turns do.
public struct Processors: Sendable {
  private let allowed: process_processors

  /// Those that the calling thread may run on; `nil` where a system does not say.
  public static var all: Processors? {
    var allowed = process_processors()
    return process_allowed(&allowed) == 0 ? Processors(allowed: allowed) : nil
  }

  /// The one that the calling thread runs on now; `nil` where a system does not say.
  public static var current: Processors? {
    var current = process_processors()
    return process_current(&current) == 0 ? Processors(allowed: current) : nil
  }

  /// Has a process run on these alone, and what it starts from then on; 0 is the calling thread. Where
  /// that cannot be asked for, it runs where it did.
  public func keep(_ process: pid_t = 0) {
    withUnsafePointer(to: allowed) { _ = process_allow(process, $0) }
  }
}
