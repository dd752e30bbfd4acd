import SFCore

/// Strings, with their escapes and their UTF-8.
extension Scanner {
  /// The content of a string; the cursor stands on its opening quote.
  @inline(__always)
  package static func string(
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
}
