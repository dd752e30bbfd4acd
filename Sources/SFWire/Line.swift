import SFCore

/// The bytes of one line in a reader's buffer, valid until the reader reads on.
///
/// The byte at `end` is always a line feed, so that a scanner needs no bounds
/// check: no token of JSON contains one. Behind it `padding` more bytes can be
/// read, so that a whole key or word is compared at once.
public struct Line {
  /// Longer than any key with its quotes.
  public static let padding = 32

  public let start: UnsafePointer<UInt8>
  /// The line feed behind the line.
  public let end: UnsafePointer<UInt8>

  public init(start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) {
    self.start = start
    self.end = end
  }

  /// Calls `body` with a line of these bytes, the last of which may be a line feed.
  public static func withLine<Result>(
    of bytes: [UInt8], _ body: (Line) throws -> Result
  ) rethrows -> Result {
    let length = bytes.last == 10 ? bytes.count - 1 : bytes.count
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: length + 1 + padding)
    defer { buffer.deallocate() }
    buffer.initialize(repeating: 10, count: length + 1 + padding)
    for (index, byte) in bytes.prefix(length).enumerated() { buffer[index] = byte }
    return try body(Line(start: buffer, end: buffer + length))
  }

  public var count: Int { end - start }

  /// The line with its line feed.
  public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start, count: end - start + 1)
  }

  public var text: String {
    String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// Nothing but white space.
  public var isBlank: Bool {
    var p = start
    while p < end {
      if !Scanner.isSpace(p.pointee) { return false }
      p += 1
    }
    return true
  }

  func error(at p: UnsafePointer<UInt8>, found: String, expected: String) -> WireError {
    WireError(column: p - start + 1, found: found, expected: expected)
  }

  /// An error that names what stands at `p`.
  package func error(at p: UnsafePointer<UInt8>, expected: String) -> WireError {
    error(at: p, found: excerpt(at: p), expected: expected)
  }

  /// What stands at a place, as an error names it.
  func excerpt(at p: UnsafePointer<UInt8>) -> String {
    guard p < end else { return "the end of the line" }
    if p == start, count > 2, p[0] == 0xEF, p[1] == 0xBB, p[2] == 0xBF {
      return "a byte-order mark"
    }
    if p.pointee < 0x20 || p.pointee == 0x7F || p.pointee >= 0x80 && !Scanner.isUTF8(at: p) {
      return "the byte 0x" + String(p.pointee, radix: 16)
    }
    var q = p
    let isWord = Scanner.isWord(p.pointee)
    let isString = p.pointee == UInt8(ascii: "\"")
    q += 1
    while q < end, q - p < 24 {
      if isString {
        q += 1
        if q[-1] == UInt8(ascii: "\"") { break }
      } else if isWord, Scanner.isWord(q.pointee) {
        q += 1
      } else if p.pointee >= 0x80, q.pointee & 0xC0 == 0x80 {
        q += 1
      } else {
        break
      }
    }
    return "'" + String(decoding: UnsafeBufferPointer(start: p, count: q - p), as: UTF8.self) + "'"
  }
}
