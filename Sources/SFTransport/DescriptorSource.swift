import SFCore
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Bytes from a descriptor: standard input, a file, the output of another process.
public final class DescriptorSource: ByteSource {
  public let name: String
  private let descriptor: Int32
  private let isOwned: Bool
  /// Asked before each read that may wait; `true` ends the input.
  private let isStopped: @Sendable () -> Bool

  public init(
    _ descriptor: Int32, name: String, isOwned: Bool,
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) {
    self.descriptor = descriptor
    self.name = name
    self.isOwned = isOwned
    self.isStopped = isStopped
  }

  /// Opens a file, or standard input for `-`.
  public convenience init(
    path: String, isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws(TransportError) {
    if path == "-" {
      self.init(0, name: "-", isOwned: false, isStopped: isStopped)
      return
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let reason = TransportError.reason(errno)
      throw TransportError(.noInput, "cannot read '\(path)': \(reason)")
    }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      close(descriptor)
      throw TransportError(.noInput, "cannot read '\(path)': it is a directory")
    }
    self.init(descriptor, name: path, isOwned: true, isStopped: isStopped)
  }

  deinit { if isOwned { close(descriptor) } }

  public var isTerminal: Bool { isatty(descriptor) == 1 }

  /// The bytes from where it stands to its end; `nil` for what is no file, such as a pipe.
  public var size: Int? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return max(0, Int(status.st_size) - max(0, Int(lseek(descriptor, 0, SEEK_CUR))))
  }

  public var isReady: Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) != 0
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      if isStopped() { return 0 }
      let count = Glibc.read(descriptor, buffer.baseAddress!, buffer.count)
      if count >= 0 { return count }
      if errno == EINTR { continue }
      if errno == EAGAIN {
        // Whoever started us may have made the pipe non-blocking.
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&request, 1, -1)
        continue
      }
      throw TransportError(
        errno == EISDIR ? .noInput : .inputOutput,
        "cannot read '\(name)': \(TransportError.reason(errno))")
    }
  }
}
