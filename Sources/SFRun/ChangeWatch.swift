#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Hears that a file, or something in a directory, has been changed, without asking again and again.
/// What another process has written before it returned from its write has been heard.
public final class ChangeWatch {
  /// Is readable once something has changed.
  public let descriptor: Int32

  /// `nil` where nothing is there, or the system has no more of them or hears nothing of such a place.
  public init?(_ path: String) {
    descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0 else { return nil }
    let changes = UInt32(IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_DELETE)
    guard inotify_add_watch(descriptor, path, changes) >= 0 else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Whether something has been heard since this was asked last.
  public func hasHeard() -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 8) { room in
      var heard = false
      while read(descriptor, room.baseAddress, room.count) > 0 { heard = true }
      return heard
    }
  }
}
