import SFCore
import SFRun
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
  /// What a read waits for: bytes, or that the input is to end.
  private var awaited: WaitSet
  private let canBeStopped: Bool
  public private(set) var isStopped = false

  /// The input ends when it ends, or when the descriptor `stop` becomes readable, also while a
  /// read waits; -1 is never readable.
  public init(_ descriptor: Int32, name: String, isOwned: Bool, stop: Int32 = -1) {
    self.descriptor = descriptor
    self.name = name
    self.isOwned = isOwned
    awaited = WaitSet(stop: stop)
    canBeStopped = stop >= 0
    awaited.watch(descriptor, .reading)
    // A pipe that holds more is waited for less. Refused for what is no pipe, which loses nothing.
    _ = fcntl(descriptor, Self.setPipeSize, Self.pipeSize)
  }

  /// `F_SETPIPE_SZ` of Linux, which the headers keep behind a macro.
  private static let setPipeSize: Int32 = 1031
  private static let pipeSize: Int32 = 1 << 20

  deinit { if isOwned { close(descriptor) } }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// The bytes from where it stands to its end; `nil` for what is no file, such as a pipe.
  public var size: Int? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return max(0, Int(status.st_size) - max(0, Int(lseek(descriptor, 0, SEEK_CUR))))
  }

  public var isReady: Bool { WaitSet.isReadable(descriptor) }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    // A read waits by itself where there is nothing else to wait for.
    var mustWait = canBeStopped
    while true {
      // To look first and to read then would miss what comes between; a signal reaches one
      // thread only. The set waits for both, and for a pipe that is non-blocking.
      if mustWait { awaited.wait() }
      if awaited.isStopped {
        isStopped = true
        return 0
      }
      let count = Glibc.read(descriptor, buffer.baseAddress!, buffer.count)
      if count >= 0 { return count }
      if errno == EINTR { continue }
      if errno == EAGAIN {
        mustWait = true
        continue
      }
      throw TransportError(
        errno == EISDIR ? .noInput : .inputOutput,
        "cannot read '\(name)': \(TransportError.reason(errno))")
    }
  }
}
