#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A descriptor that becomes readable when the run is to stop.
enum StopDescriptor {
  /// Whether it is; -1 never is.
  static func isReadable(_ descriptor: Int32) -> Bool {
    guard descriptor >= 0 else { return false }
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) > 0
  }
}
