import SFCore
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a line is to whoever keeps steps apart.
///
/// Lines as our tools write them are told by their first bytes. In a foreign line keys stand in any
/// order, with any white space; it is read in full where it may be one of the three that count.
package enum LineGist: Equatable {
  case mark(Timestamp)
  case end
  case header
  /// A line of a step, or one that nobody can read.
  case other

  private static let start = Array("{\"type\":\"".utf8)
  private static let mark = Array("{\"type\":\"mark\",\"ts\":\"".utf8)

  /// Of the bytes of a line without its line feed.
  package init(_ line: UnsafeRawBufferPointer) {
    if line.begins(with: Self.mark), line.count >= Self.mark.count + TimestampText.length,
      let ts = TimestampText.read(line.bytes + Self.mark.count)
    {
      self = .mark(ts)
    } else if line.begins(with: Self.start) {
      // A name that none of the three begins like is told without reading on.
      switch line[Self.start.count...].first {
      case UInt8(ascii: "m"), UInt8(ascii: "e"), UInt8(ascii: "h"), UInt8(ascii: "\\"):
        self = Self.read(line)
      default: self = .other
      }
    } else {
      self = Self.read(line)
    }
  }

  private static let names = ["\"mark\"", "\"end\"", "\"header\""].map { Array($0.utf8) }

  private static func read(_ line: UnsafeRawBufferPointer) -> LineGist {
    guard line.mayName(names) else { return .other }
    // What cannot be read is none of the three; its reader will say what is wrong with it.
    guard let value = try? Line.withLine(of: Array(line), { try JSONValue($0) }) else {
      return .other
    }
    switch value["type"]?.string {
    case "mark": return (value["ts"]?.string).flatMap { Timestamp($0) }.map(LineGist.mark) ?? .other
    case "end": return .end
    case "header": return .header
    default: return .other
    }
  }
}

extension UnsafeRawBufferPointer {
  fileprivate var bytes: UnsafePointer<UInt8> {
    baseAddress!.assumingMemoryBound(to: UInt8.self)
  }

  @inline(__always)
  fileprivate func begins(with text: [UInt8]) -> Bool {
    count >= text.count && memcmp(baseAddress!, text, text.count) == 0
  }

  /// Whether one of some quoted names stands in the line, or it is written with escapes.
  fileprivate func mayName(_ names: [[UInt8]]) -> Bool {
    guard let base = baseAddress else { return false }
    if memchr(base, Int32(UInt8(ascii: "\\")), count) != nil { return true }
    var place = 0
    while let found = memchr(base + place, Int32(UInt8(ascii: "\"")), count - place) {
      let rest = UnsafeRawBufferPointer(start: found, count: base + count - UnsafeRawPointer(found))
      if names.contains(where: rest.begins) { return true }
      place = count - rest.count + 1
    }
    return false
  }
}
