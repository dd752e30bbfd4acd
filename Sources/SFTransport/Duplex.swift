import CProcess

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Two descriptors by which one speaks with a peer: what is written, and what comes back.
public struct Duplex {
  public let writing: Int32
  public let reading: Int32

  public init(writing: Int32, reading: Int32) {
    self.writing = writing
    self.reading = reading
  }

  /// A descriptor that this process was started with, and the one behind it.
  public init(descriptors first: Int32) throws(TransportError) {
    for descriptor in [first, first + 1] where fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0 {
      throw TransportError(
        .noInput, "cannot use descriptor \(descriptor): \(TransportError.reason(errno))",
        help: "the process was not started with it")
    }
    self.init(writing: first, reading: first + 1)
  }

  /// A Unix stream socket that somebody listens on.
  public init(socket path: String) throws(TransportError) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path) - 1
    guard path.utf8.count <= room else {
      throw TransportError(
        .usage, "the socket's path has \(path.utf8.count) bytes, expected at most \(room)")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Self.closedByPrograms, 0)
    guard descriptor >= 0 else { throw Self.failure(path) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let isOpen = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, size) == 0
      }
    }
    // Two descriptors of one socket, so that each side of it is closed by itself.
    let other = isOpen ? fcntl(descriptor, F_DUPFD_CLOEXEC, 3) : -1
    guard other >= 0 else {
      let failure = Self.failure(path)
      close(descriptor)
      throw failure
    }
    self.init(writing: descriptor, reading: other)
  }

  /// Writes as `write` does; when nobody reads any more that is EPIPE, and no signal.
  public func write(_ bytes: UnsafeRawBufferPointer) -> Int {
    process_write(writing, bytes.baseAddress, bytes.count)
  }

  /// Says that nothing more will be written, and closes that side.
  public func closeWriting() {
    // Closing one descriptor of a socket tells its peer nothing; for a pipe this does nothing.
    shutdown(writing, Int32(SHUT_WR))
    close(writing)
  }

  /// `SOCK_CLOEXEC`: no program that is started inherits it.
  private static let closedByPrograms = Int32(SOCK_CLOEXEC.rawValue)

  private static func failure(_ path: String) -> TransportError {
    TransportError(.unavailable, "cannot connect to '\(path)': \(TransportError.reason(errno))")
  }
}
