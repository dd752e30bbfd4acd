import SFCore
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where bytes go.
public protocol ByteSink: AnyObject {
  func write(_ bytes: UnsafeRawBufferPointer) throws
}

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

  /// Writes all of it; a closed pipe is `TransportError.closedPipe`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while let start = rest.baseAddress, rest.count > 0 {
      let count = Glibc.write(descriptor, start, rest.count)
      if count >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if errno == EPIPE {
        throw TransportError.closedPipe
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

/// Bytes in memory.
public final class MemorySink: ByteSink {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public func write(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes) }

  public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Bytes from memory, handed out in pieces of a size.
public final class MemorySource: ByteSource {
  public let name: String
  private let bytes: [UInt8]
  private let piece: Int
  private var position = 0

  public convenience init(_ text: String, name: String = "-", piece: Int = .max) {
    self.init(Array(text.utf8), name: name, piece: piece)
  }

  public init(_ bytes: [UInt8], name: String = "-", piece: Int = .max) {
    self.bytes = bytes
    self.name = name
    self.piece = piece
  }

  public var isReady: Bool { true }

  public func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, piece, bytes.count - position)
    bytes.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count]))
    }
    position += count
    return count
  }
}
