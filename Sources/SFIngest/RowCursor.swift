import SFCore
import SFWire

/// A place in a row of comma-separated fields.
///
/// Numbers are read straight from the bytes; what is quoted, padded or empty takes the slow way.
struct RowCursor {
  var p: UnsafePointer<UInt8>
  let start: UnsafePointer<UInt8>
  /// Behind the last byte of the row: at its line feed or the carriage return before it.
  let end: UnsafePointer<UInt8>

  init(_ line: Line) {
    start = line.start
    p = line.start
    end = line.count > 0 && line.end[-1] == 13 ? line.end - 1 : line.end
  }

  @inline(__always)
  var isAtDelimiter: Bool { p == end || p.pointee == UInt8(ascii: ",") }

  var column: Int { p - start + 1 }

  /// A field without its quotes and the spaces around it.
  struct Field {
    let start: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>
    let column: Int

    var isEmpty: Bool { start == end }
    var bytes: UnsafeBufferPointer<UInt8> {
      UnsafeBufferPointer(start: start, count: end - start)
    }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The field as an error names it.
    var excerpt: String {
      if isEmpty { return "nothing" }
      let shown = bytes.prefix(40).map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }
      return "'\(String(decoding: shown, as: UTF8.self))\(bytes.count > 40 ? "…" : "")'"
    }

    func error(expected: String) -> WireError {
      WireError(column: column, found: excerpt, expected: expected)
    }
  }

  /// The field at the cursor, which moves to the delimiter behind it.
  mutating func field() throws(WireError) -> Field {
    skipSpaces()
    let column = column
    guard p < end, p.pointee == UInt8(ascii: "\"") else {
      let first = p
      while !isAtDelimiter { p += 1 }
      var last = p
      while last > first, Self.isSpace(last[-1]) { last -= 1 }
      return Field(start: first, end: last, column: column)
    }
    p += 1
    let first = p
    // A doubled quote is one inside; no field that is read has one.
    while p < end, p.pointee != UInt8(ascii: "\"") || p[1] == UInt8(ascii: "\"") {
      p += p.pointee == UInt8(ascii: "\"") ? 2 : 1
    }
    guard p < end else {
      throw WireError(
        column: column, found: "a quoted field without an end", expected: "'\"' in this line")
    }
    let last = p
    p += 1
    skipSpaces()
    guard isAtDelimiter else {
      throw WireError(
        column: self.column, found: "text behind a quoted field", expected: "','")
    }
    return Field(start: first, end: last, column: column)
  }

  @inline(__always)
  mutating func skipField() throws(WireError) {
    while !isAtDelimiter {
      if p.pointee == UInt8(ascii: "\"") {
        _ = try field()
        return
      }
      p += 1
    }
  }

  /// Digits with or without decimals that fill the field: the value is `digits` / 10^`decimals`,
  /// below 10¹⁸. `nil`, with the cursor where it was, for what takes the slow way.
  @inline(__always)
  mutating func decimal() -> (digits: UInt64, decimals: Int)? {
    var q = p
    var value: UInt64 = 0
    var byte = q.pointee &- 48
    while byte < 10 {
      value = value &* 10 &+ UInt64(byte)
      q += 1
      byte = q.pointee &- 48
    }
    var count = q - p
    guard count == 1 || (count > 1 && p.pointee != 48) else { return nil }
    var decimals = 0
    if q.pointee == UInt8(ascii: ".") {
      q += 1
      let fraction = q
      byte = q.pointee &- 48
      while byte < 10 {
        value = value &* 10 &+ UInt64(byte)
        q += 1
        byte = q.pointee &- 48
      }
      decimals = q - fraction
      count += decimals
      guard decimals > 0 else { return nil }
    }
    guard count <= 18, q == end || q.pointee == UInt8(ascii: ",") else { return nil }
    p = q
    return (value, decimals)
  }

  /// The number that a field holds, quotes and spaces aside; `nil` when it is none.
  static func number(in field: Field) -> DecimalNumber? {
    var q = field.start
    guard !field.isEmpty, let number = DecimalNumber(scanning: &q), q == field.end else {
      return nil
    }
    return number
  }

  private mutating func skipSpaces() {
    while p < end, Self.isSpace(p.pointee) { p += 1 }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
}
