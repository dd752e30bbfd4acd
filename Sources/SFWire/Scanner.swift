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
  let (a, b) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
  var offset = 0
  while offset + 8 <= count {
    guard
      a.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        == b.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    else { return false }
    offset += 8
  }
  while offset < count {
    guard
      a.load(fromByteOffset: offset, as: UInt8.self)
        == b.load(fromByteOffset: offset, as: UInt8.self)
    else { return false }
    offset += 1
  }
  return true
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
  static func skipSpace(_ p: inout UnsafePointer<UInt8>) {
    while isSpace(p.pointee) { p += 1 }
  }

  /// A byte of a number or of a bare word.
  static func isWord(_ byte: UInt8) -> Bool {
    byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
  }

  /// The content of a string; the cursor stands on its opening quote.
  @inline(__always)
  static func string(
    _ p: inout UnsafePointer<UInt8>, of line: Line
  ) throws(WireError) -> JSONString {
    guard p.pointee == UInt8(ascii: "\"") else { throw line.error(at: p, expected: "a string") }
    let start = p + 1
    var q = start
    while true {
      let byte = q.pointee
      if byte == UInt8(ascii: "\"") {
        p = q + 1
        return JSONString(start: start, end: q, hasEscapes: false)
      }
      if byte == UInt8(ascii: "\\") || byte < 0x20 || byte >= 0x80 { break }
      q += 1
    }
    return try slowString(&p, of: line, start, q)
  }

  /// The rest of a string with escapes or beyond ASCII.
  private static func slowString(
    _ p: inout UnsafePointer<UInt8>, of line: Line, _ start: UnsafePointer<UInt8>,
    _ current: UnsafePointer<UInt8>
  ) throws(WireError) -> JSONString {
    var q = current
    var hasEscapes = false
    while q.pointee != UInt8(ascii: "\"") {
      let byte = q.pointee
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        q = try escape(q, of: line)
      } else if byte < 0x20 {
        throw line.error(
          at: q, expected: q < line.end ? "no control character in a string" : "'\"'")
      } else if byte >= 0x80 {
        let length = lengthOfUTF8(at: q)
        guard length > 0 else { throw line.error(at: q, expected: "valid UTF-8") }
        q += length
      } else {
        q += 1
      }
    }
    p = q + 1
    return JSONString(start: start, end: q, hasEscapes: hasEscapes)
  }

  /// The place behind the escape at `q`.
  private static func escape(
    _ q: UnsafePointer<UInt8>, of line: Line
  ) throws(WireError) -> UnsafePointer<UInt8> {
    switch q[1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return q + 2
    case UInt8(ascii: "u"):
      guard let unit = hex(q + 2) else {
        throw line.error(at: q, expected: "four hexadecimal digits behind \\u")
      }
      guard unit & 0xF800 == 0xD800 else { return q + 6 }
      guard unit < 0xDC00, q[6] == UInt8(ascii: "\\"), q[7] == UInt8(ascii: "u"),
        let second = hex(q + 8), second & 0xFC00 == 0xDC00
      else { throw line.error(at: q, expected: "a surrogate pair") }
      return q + 12
    default:
      throw line.error(at: q + 1, expected: "an escape of JSON behind '\\'")
    }
  }

  /// Four hexadecimal digits.
  static func hex(_ p: UnsafePointer<UInt8>) -> UInt16? {
    var value: UInt16 = 0
    for index in 0..<4 {
      let byte = p[index]
      let digit: UInt8
      if byte &- 48 < 10 {
        digit = byte - 48
      } else if (byte | 0x20) &- 97 < 6 {
        digit = (byte | 0x20) - 87
      } else {
        return nil
      }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  static func isUTF8(at p: UnsafePointer<UInt8>) -> Bool { lengthOfUTF8(at: p) > 0 }

  /// The length of the scalar at `p`, beyond ASCII; 0 when it is not valid UTF-8.
  static func lengthOfUTF8(at p: UnsafePointer<UInt8>) -> Int {
    func isNext(_ index: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      range.contains(p[index])
    }
    switch p.pointee {
    case 0xC2...0xDF: return isNext(1) ? 2 : 0
    case 0xE0: return isNext(1, 0xA0...0xBF) && isNext(2) ? 3 : 0
    case 0xED: return isNext(1, 0x80...0x9F) && isNext(2) ? 3 : 0
    case 0xE1...0xEF: return isNext(1) && isNext(2) ? 3 : 0
    case 0xF0: return isNext(1, 0x90...0xBF) && isNext(2) && isNext(3) ? 4 : 0
    case 0xF1...0xF3: return isNext(1) && isNext(2) && isNext(3) ? 4 : 0
    case 0xF4: return isNext(1, 0x80...0x8F) && isNext(2) && isNext(3) ? 4 : 0
    default: return 0
    }
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

  /// The double of a number that was read from `start` to the cursor.
  @inline(__always)
  static func double(
    _ number: DecimalNumber, _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>,
    of line: Line
  ) throws(WireError) -> Double {
    if let value = number.double { return value }
    return try slowDouble(start, end, of: line)
  }

  private static func slowDouble(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, of line: Line
  ) throws(WireError) -> Double {
    // The delimiter behind the number stops strtod; the line feed at the latest.
    let value = strtod(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), nil)
    guard value.isFinite else { throw line.error(at: start, expected: "a number in range") }
    return value
  }

  /// Whether the bare word at `p` is `word`; moves behind it.
  @inline(__always)
  static func accepts(_ word: StaticString, _ p: inout UnsafePointer<UInt8>) -> Bool {
    guard isEqual(p, word.utf8Start, word.utf8CodeUnitCount),
      !isWord(p[word.utf8CodeUnitCount])
    else { return false }
    p += word.utf8CodeUnitCount
    return true
  }

  /// Checks any value and moves behind it.
  static func skipValue(
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
      let start = p
      let number = try number(&p, of: line)
      _ = try double(number, start, p, of: line)
    default:
      if accepts("true", &p) || accepts("false", &p) || accepts("null", &p) { return }
      throw line.error(at: p, expected: "a value")
    }
  }

  /// Elements between the bracket at `p` and `close`, with commas between them.
  private static func skipList(
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

/// The keys of one object, to find one that comes twice.
///
/// Objects have few keys, which are compared in turn; a set takes over where
/// that would make a line of a mebibyte cost seconds.
struct KeySet {
  private var few: [JSONString] = []
  private var many: Set<String> = []

  /// Whether the key is new.
  mutating func insert(_ key: JSONString) -> Bool {
    if few.count < 32 {
      if few.contains(where: { $0.isSame(as: key) }) { return false }
      few.append(key)
      return true
    }
    if many.isEmpty { many = Set(few.map(\.text)) }
    return many.insert(key.text).inserted
  }
}

/// The content of a string in a line, without its quotes.
struct JSONString {
  let start: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>
  let hasEscapes: Bool

  var count: Int { end - start }

  var quoted: String { "'\(text)'" }

  /// The text with its escapes resolved.
  var text: String {
    let raw = UnsafeBufferPointer(start: start, count: count)
    guard hasEscapes else { return String(decoding: raw, as: UTF8.self) }
    var bytes: [UInt8] = []
    var units: [UInt16] = []
    var p = start
    func flush() {
      bytes += String(decoding: units, as: UTF16.self).utf8
      units = []
    }
    while p < end {
      guard p.pointee == UInt8(ascii: "\\") else {
        flush()
        bytes.append(p.pointee)
        p += 1
        continue
      }
      if p[1] == UInt8(ascii: "u"), let unit = Scanner.hex(p + 2) {
        units.append(unit)
        p += 6
        continue
      }
      flush()
      bytes.append(Self.unescaped(p[1]))
      p += 2
    }
    flush()
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func unescaped(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "r"): 13
    case UInt8(ascii: "t"): 9
    default: byte
    }
  }

  @inline(__always)
  func isEqual(to bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    count == bytes.count && !hasEscapes
      && (count == 0 || SFWire.isEqual(start, bytes.baseAddress!, count))
  }

  func isSame(as other: JSONString) -> Bool {
    if !hasEscapes, !other.hasEscapes {
      return count == other.count && SFWire.isEqual(start, other.start, count)
    }
    return text == other.text
  }
}
