import SFCore
import SFWire

/// A place in a row of fields, which a comma separates, or what the file has in its place.
///
/// Numbers are read straight from the bytes; what is quoted, padded or empty takes the slow way.
struct RowCursor {
  var p: UnsafePointer<UInt8>
  let start: UnsafePointer<UInt8>
  /// Behind the last byte of the row: at its line feed or the carriage returns before it. A file
  /// that was written as text twice has two of them.
  let end: UnsafePointer<UInt8>
  let delimiter: UInt8

  init(_ line: Line, _ delimiter: UInt8 = UInt8(ascii: ",")) {
    self.delimiter = delimiter
    start = line.start
    p = line.start
    var end = line.end
    while end > start, end[-1] == 13 { end -= 1 }
    self.end = end
  }

  @inline(__always)
  var isAtDelimiter: Bool { isDelimiter(at: p) }

  @inline(__always)
  func isDelimiter(at q: UnsafePointer<UInt8>) -> Bool {
    q.pointee == delimiter || q == end
  }

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
      let text = String(text.prefix(40).map { $0.isASCII && $0 < " " ? "?" : $0 })
      return "'\(text)\(text.utf8.count < bytes.count ? "…" : "")'"
    }

    func error(expected: String) -> WireError {
      WireError(column: column, found: excerpt, expected: expected)
    }

    /// The symbol that it says.
    func symbol() throws(WireError) -> Symbol {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw error(expected: "a symbol in UTF-8 (--encoding says what the file has)")
      }
      guard let symbol = Symbol(text) else {
        throw error(expected: "a symbol: \(Symbol.rule)")
      }
      guard symbol != .all else {
        throw error(expected: "a symbol other than 'ALL', which means the whole market")
      }
      return symbol
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
      while last > first, isSpace(last[-1]) { last -= 1 }
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
        column: self.column, found: "text behind a quoted field",
        expected: "'\(String(decoding: [delimiter], as: UTF8.self))'")
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

  /// A row with more or fewer fields than it should have.
  func count(expected: Int) -> WireError {
    var cursor = self
    cursor.p = start
    var count = 0
    repeat {
      if count > 0 { cursor.p += 1 }
      count += 1
      do { try cursor.skipField() } catch { return error }
    } while cursor.p < cursor.end
    return WireError(
      column: 1, found: "\(count) \(count == 1 ? "field" : "fields")", expected: "\(expected)")
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
    while p < end, isSpace(p.pointee) { p += 1 }
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 && delimiter != 9 }
}
