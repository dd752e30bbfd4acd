/// The content of a string in a line, without its quotes.
package struct JSONString {
  package let start: UnsafePointer<UInt8>
  package let end: UnsafePointer<UInt8>
  let hasEscapes: Bool

  package var count: Int { end - start }

  var quoted: String { "'\(text)'" }

  /// The text with its escapes resolved.
  package var text: String {
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
