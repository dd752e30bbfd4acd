import SFCore
import SFRun
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
        var awaited = WaitSet()
        awaited.watch(descriptor, .writing)
        awaited.wait()
      } else if errno != EINTR {
        throw TransportError(
          .inputOutput, "cannot write \(name): \(TransportError.reason(errno))")
      }
    }
  }
}
