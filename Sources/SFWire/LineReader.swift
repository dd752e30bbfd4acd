import SFCore

/// Where bytes come from: a descriptor, a file that is unpacked, a buffer in a test.
public protocol ByteSource: AnyObject {
  /// What messages call it: the path, or `-` for standard input.
  var name: String { get }

  /// Whether a read would return at once.
  var isReady: Bool { get }

  /// Whether the end that `read` said was not that of the input: it was told to stop.
  var isStopped: Bool { get }

  /// Whether the end that `read` said is only that of what is there: a stream that is still being
  /// written.
  var isOpen: Bool { get }

  /// Reads at least one byte; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int

  /// Where a line stands, counted from 1, as messages name it: several files may be one stream.
  func place(ofLine line: Int) -> (file: String, line: Int)
}

extension ByteSource {
  public var isStopped: Bool { false }
  public var isOpen: Bool { false }
  public func place(ofLine line: Int) -> (file: String, line: Int) { (name, line) }
}

/// Cuts bytes into lines.
public struct LineReader: ~Copyable {
  /// The longest line that is read.
  public static let longestLine = 1 << 20

  public let source: any ByteSource
  /// The number of the line that `next` returned last, from 1.
  public private(set) var lineNumber = 0

  /// Bytes behind the buffer that a comparison may read; the first also holds a missing line feed.
  private static let slack = 32 + Line.padding

  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity = 1 << 17
  private var start = 0
  private var searched = 0
  private var end = 0
  private var isAtEnd = false
  /// Whether what follows is the rest of a line that was too long.
  private var isInTooLong = false

  public init(_ source: any ByteSource) {
    self.source = source
    buffer = Self.allocate(capacity)
  }

  deinit { buffer.deallocate() }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + slack)
    (buffer + capacity).initialize(repeating: 0, count: slack)
    return buffer
  }

  /// The next line that is not blank, if a whole one is in the buffer.
  ///
  /// After a line that is too long the next call goes on behind it.
  @inline(__always)
  public mutating func next() throws(WireError) -> Line? {
    while searched < end,
      let found = SFWire.findLineFeed(buffer + searched, end - searched)
    {
      let line = Line(start: buffer + start, end: found)
      start = found - UnsafePointer(buffer) + 1
      searched = start
      if isInTooLong {
        isInTooLong = false
        continue
      }
      lineNumber += 1
      if line.count > Self.longestLine { throw tooLong }
      if line.start.pointee == UInt8(ascii: "{") || !line.isBlank { return line }
    }
    searched = end
    if isInTooLong {
      start = end
    } else if end - start > Self.longestLine {
      lineNumber += 1
      isInTooLong = true
      start = end
      throw tooLong
    }
    return nil
  }

  private var tooLong: WireError {
    WireError(
      column: Self.longestLine + 1, found: "a line longer than 1 MiB",
      expected: "at most 1048576 bytes a line")
  }

  /// Reads more; `false` when there is nothing more. Lines returned before become invalid.
  ///
  /// A last line without a line feed gets one, unless its rest was not waited for: half a line is
  /// none.
  public mutating func fill() throws -> Bool {
    guard !isAtEnd else { return false }
    if start > 0 {
      (buffer).update(from: buffer + start, count: end - start)
      end -= start
      searched -= start
      start = 0
    }
    if capacity - end < 1 << 16 {
      let larger = Self.allocate(capacity * 2)
      larger.update(from: buffer, count: end)
      buffer.deallocate()
      buffer = larger
      capacity *= 2
    }
    let room = UnsafeMutableRawBufferPointer(start: buffer + end, count: capacity - end)
    let count = try source.read(into: room)
    end += count
    if count == 0 {
      isAtEnd = true
      guard end > start, !source.isStopped else { return false }
      buffer[end] = UInt8(ascii: "\n")
      end += 1
    }
    return true
  }
}
