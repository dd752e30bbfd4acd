import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The first line feed in `count` bytes.
@inline(__always)
func findLineFeed(_ p: UnsafeMutablePointer<UInt8>, _ count: Int) -> UnsafePointer<UInt8>? {
  guard let found = memchr(p, 10, count) else { return nil }
  return UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
}

/// Whether two runs of bytes are the same.
///
/// Keys, names and timestamps are short: a call of `memcmp` costs more than the comparison. Up to
/// seven bytes behind the first difference are read, for which readers leave room.
@inline(__always)
func isEqual(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
  @inline(__always)
  func isSame<Word: FixedWidthInteger & BitwiseCopyable>(_ word: Word.Type, at offset: Int) -> Bool
  {
    UnsafeRawPointer(a).loadUnaligned(fromByteOffset: offset, as: word)
      == UnsafeRawPointer(b).loadUnaligned(fromByteOffset: offset, as: word)
  }
  // The last word overlaps the one before it.
  if count >= 8 {
    var offset = 0
    while offset < count - 8 {
      guard isSame(UInt64.self, at: offset) else { return false }
      offset += 8
    }
    return isSame(UInt64.self, at: count - 8)
  }
  if count >= 4 { return isSame(UInt32.self, at: 0) && isSame(UInt32.self, at: count - 4) }
  var offset = 0
  while offset < count {
    guard isSame(UInt8.self, at: offset) else { return false }
    offset += 1
  }
  return true
}

@inline(__always)
func isEqual(_ p: UnsafePointer<UInt8>, _ text: StaticString) -> Bool {
  isEqual(p, text.utf8Start, text.utf8CodeUnitCount)
}

/// The grammar of JSON over one line; each function leaves the cursor behind what it read.
///
/// This is where the project reads through bare pointers. All of it stands on
/// one fact: a line ends with a line feed, and no token reads past one.
public enum Scanner {
  /// Nested deeper than any line has a reason to be.
  static let deepestNesting = 64

  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }

  @inline(__always)
  package static func skipSpace(_ p: inout UnsafePointer<UInt8>) {
    while isSpace(p.pointee) { p += 1 }
  }

  /// A byte of a number or of a bare word.
  static func isWord(_ byte: UInt8) -> Bool {
    byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
  }

  /// Whether a byte can stand behind a value without a space between.
  @inline(__always)
  static func isDelimiter(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}")
  }

  /// The units of an amount.
  @inline(__always)
  static func amount(_ p: inout UnsafePointer<UInt8>, of line: Line) throws(WireError) -> Int64 {
    var q = p
    if let units = AmountText.read(&q), isDelimiter(q.pointee) {
      p = q
      return units
    }
    return try slowAmount(&p, of: line)
  }

  @inline(never)
  private static func slowAmount(
    _ p: inout UnsafePointer<UInt8>, of line: Line
  ) throws(WireError) -> Int64 {
    let start = p
    switch try number(&p, of: line).eighths {
    case .exact(let units): return units
    case .rounded:
      throw line.error(at: start, expected: "an amount with at most eight decimals")
    case .outOfRange: throw line.error(at: start, expected: "an amount in range")
    }
  }

  /// An integer that a double can hold.
  @inline(__always)
  static func integer(_ p: inout UnsafePointer<UInt8>, of line: Line) throws(WireError) -> Int64 {
    var q = p
    var digits: UInt64 = 0
    DigitText.read(&q, into: &digits)
    let length = q - p
    if length == 1 || length > 1 && length < 16 && p.pointee != 48, isDelimiter(q.pointee) {
      p = q
      return Int64(digits)
    }
    return try slowInteger(&p, of: line)
  }

  @inline(never)
  private static func slowInteger(
    _ p: inout UnsafePointer<UInt8>, of line: Line
  ) throws(WireError) -> Int64 {
    let start = p
    guard let value = try number(&p, of: line).integer, value.magnitude <= 1 << 53 else {
      throw line.error(at: start, expected: "an integer")
    }
    return value
  }

  /// A number as a double.
  @inline(__always)
  static func float(_ p: inout UnsafePointer<UInt8>, of line: Line) throws(WireError) -> Double {
    if let value = plainFloat(&p) { return value }
    return try slowFloat(&p, of: line)
  }

  /// A number that the bytes alone tell, with a delimiter behind it; `nil`, with the cursor where it
  /// was, for anything else.
  @inline(__always)
  static func plainFloat(_ p: inout UnsafePointer<UInt8>) -> Double? {
    var q = p
    // Both operands are exact, so that one operation rounds once.
    if let units = AmountText.read(&q), units.magnitude < 1 << 53, isDelimiter(q.pointee) {
      p = q
      return Double(units) / 1e8
    }
    return longFloat(&p)
  }

  @inline(never)
  private static func longFloat(_ p: inout UnsafePointer<UInt8>) -> Double? {
    var q = p
    guard let value = DecimalNumber(scanning: &q)?.double, isDelimiter(q.pointee) else {
      return nil
    }
    p = q
    return value
  }

  @inline(never)
  private static func slowFloat(
    _ p: inout UnsafePointer<UInt8>, of line: Line
  ) throws(WireError) -> Double {
    let start = p
    if let value = try number(&p, of: line).double { return value }
    // The delimiter behind the number stops strtod; the line feed at the latest.
    let value = strtod(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), nil)
    guard value.isFinite else { throw line.error(at: start, expected: "a number in range") }
    return value
  }

  /// A number.
  @inline(__always)
  static func number(
    _ p: inout UnsafePointer<UInt8>, of line: Line
  ) throws(WireError) -> DecimalNumber {
    let start = p
    guard let number = DecimalNumber(scanning: &p), !isWord(p.pointee) else {
      throw line.error(at: start, expected: "a number")
    }
    return number
  }

  /// Whether the bare word at `p` is `word`; moves behind it.
  @inline(__always)
  package static func accepts(_ word: StaticString, _ p: inout UnsafePointer<UInt8>) -> Bool {
    guard isEqual(p, word), !isWord(p[word.utf8CodeUnitCount]) else { return false }
    p += word.utf8CodeUnitCount
    return true
  }

  /// Checks any value and moves behind it.
  package static func skipValue(
    _ p: inout UnsafePointer<UInt8>, of line: Line, depth: Int = 0
  ) throws(WireError) {
    switch p.pointee {
    case UInt8(ascii: "\""):
      _ = try string(&p, of: line)
    case UInt8(ascii: "{"):
      var keys = KeySet()
      try skipList(&p, of: line, "}", depth) { p, depth throws(WireError) in
        let key = try string(&p, of: line)
        if !keys.insert(key) {
          throw line.error(
            at: key.start - 1, found: "\(key.quoted) twice", expected: "each key once")
        }
        try colon(&p, of: line)
        try skipValue(&p, of: line, depth: depth)
      }
    case UInt8(ascii: "["):
      try skipList(&p, of: line, "]", depth) { p, depth throws(WireError) in
        try skipValue(&p, of: line, depth: depth)
      }
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      _ = try float(&p, of: line)
    default:
      if accepts("true", &p) || accepts("false", &p) || accepts("null", &p) { return }
      throw line.error(at: p, expected: "a value")
    }
  }

  /// Elements between the bracket at `p` and `close`, with commas between them.
  static func skipList(
    _ p: inout UnsafePointer<UInt8>, of line: Line, _ close: Unicode.Scalar, _ depth: Int,
    _ element: (inout UnsafePointer<UInt8>, Int) throws(WireError) -> Void
  ) throws(WireError) {
    guard depth < deepestNesting else {
      throw line.error(at: p, found: "deeper nesting", expected: "at most \(deepestNesting) levels")
    }
    let close = UInt8(ascii: close)
    p += 1
    skipSpace(&p)
    if p.pointee == close {
      p += 1
      return
    }
    while true {
      try element(&p, depth + 1)
      skipSpace(&p)
      if p.pointee == close {
        p += 1
        return
      }
      guard p.pointee == UInt8(ascii: ",") else {
        throw line.error(at: p, expected: "',' or '\(Unicode.Scalar(close))'")
      }
      p += 1
      skipSpace(&p)
      if p.pointee == close {
        throw line.error(at: p, found: "a trailing comma", expected: "a value behind it")
      }
    }
  }

  @inline(__always)
  static func colon(_ p: inout UnsafePointer<UInt8>, of line: Line) throws(WireError) {
    skipSpace(&p)
    guard p.pointee == UInt8(ascii: ":") else { throw line.error(at: p, expected: "':'") }
    p += 1
    skipSpace(&p)
  }
}
