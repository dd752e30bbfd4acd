import SFCore
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Bytes to a descriptor: standard output, a file, the input of another process.
public final class DescriptorSink: ByteSink {
  private let descriptor: Int32
  private let name: String
  private let isOwned: Bool

  public init(_ descriptor: Int32, name: String, isOwned: Bool) {
    self.descriptor = descriptor
    self.name = name
    self.isOwned = isOwned
  }

  /// Creates a file, or empties the one that is there; standard output for `-`.
  public convenience init(path: String) throws(TransportError) {
    if path == "-" {
      self.init(1, name: "standard output", isOwned: false)
      return
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw TransportError(
        .cannotCreate, "cannot create '\(path)': \(TransportError.reason(errno))")
    }
    self.init(descriptor, name: path, isOwned: true)
  }

  deinit { if isOwned { close(descriptor) } }

  /// Writes all of it; a closed pipe is `ReaderGone`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while let start = rest.baseAddress, rest.count > 0 {
      let count = Glibc.write(descriptor, start, rest.count)
      if count >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if errno == EPIPE {
        throw ReaderGone()
      } else if errno == EAGAIN {
        // Whoever started us may have made the pipe non-blocking.
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&request, 1, -1)
      } else if errno != EINTR {
        throw TransportError(
          .inputOutput, "cannot write \(name): \(TransportError.reason(errno))")
      }
    }
  }
}
