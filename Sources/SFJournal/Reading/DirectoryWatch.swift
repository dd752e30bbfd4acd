#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Hears that something in a directory has changed, without asking again and again.
final class DirectoryWatch {
  /// Is readable once something has changed.
  let descriptor: Int32

  /// `nil` where the system has no more of them, or hears nothing of such a directory.
  init?(_ path: String) {
    descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0 else { return nil }
    let changes = UInt32(IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_DELETE)
    guard inotify_add_watch(descriptor, path, changes) >= 0 else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Forgets what has been heard.
  func clear() {
    withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 8) { room in
      while read(descriptor, room.baseAddress, room.count) > 0 {}
    }
  }
}
