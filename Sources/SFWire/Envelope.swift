import SFCore

/// What every line says of itself.
public struct Envelope {
  public let type: LineType
  /// `nil` where the line has none.
  public let ts: Timestamp?
  /// The place behind `ts` where type and `ts` stand first.
  var rest: UnsafePointer<UInt8>?
}

extension LineDecoder {
  /// Type and `ts` of a line, without reading what else is in it where they stand
  /// first, as our tools and most others write them.
  @inline(__always)
  public mutating func envelope(of line: Line) throws(WireError) -> Envelope {
    if let (type, rest) = starts.type(of: line) { return try envelope(type, rest, line) }
    return try otherEnvelope(of: line)
  }

  /// The envelope of a line whose time stands at `p`.
  @inline(__always)
  private mutating func envelope(
    _ type: LineType, _ p: UnsafePointer<UInt8>, _ line: Line
  ) throws(WireError) -> Envelope {
    var p = p
    Scanner.skipSpace(&p)
    let ts = try scanner.timestamp(&p, line)
    return Envelope(type: type, ts: ts, rest: p)
  }

  /// A line of a type that is not ours, or one that is written in another way.
  @inline(never)
  private mutating func otherEnvelope(of line: Line) throws(WireError) -> Envelope {
    if let (type, rest) = spacedStarts.type(of: line) { return try envelope(type, rest, line) }
    var p = line.start
    if line.count > 12, isEqual(p, LineStarts.common) {
      p += LineStarts.common.utf8CodeUnitCount
      let start = p
      while (p.pointee | 0x20) &- 97 < 26 || p.pointee == UInt8(ascii: "_") { p += 1 }
      let name = UnsafeBufferPointer(start: start, count: p - start)
      if p.pointee == UInt8(ascii: "\""), isEqual(p + 1, ",\"ts\":"),
        LineType(name: String(decoding: name, as: UTF8.self)) == .unknown
      {
        return Envelope(type: .unknown, ts: nil)
      }
    }
    return try slowEnvelope(of: line)
  }

  /// Reads the whole line for the two keys; they may stand anywhere.
  private mutating func slowEnvelope(of line: Line) throws(WireError) -> Envelope {
    var p = line.start
    Scanner.skipSpace(&p)
    guard p.pointee == UInt8(ascii: "{") else { throw line.error(at: p, expected: "'{'") }
    var all = p
    try Scanner.skipValue(&all, of: line)
    Scanner.skipSpace(&all)
    guard all >= line.end else { throw line.error(at: all, expected: "the end of the line") }
    var type: LineType?
    var time: UnsafePointer<UInt8>?
    p += 1
    Scanner.skipSpace(&p)
    while p.pointee != UInt8(ascii: "}") {
      let key = try Scanner.string(&p, of: line).text
      try Scanner.colon(&p, of: line)
      if key == "type" {
        type = LineType(name: try Scanner.string(&p, of: line).text)
      } else {
        if key == "ts" { time = p }
        try Scanner.skipValue(&p, of: line)
      }
      Scanner.skipSpace(&p)
      if p.pointee == UInt8(ascii: ",") { p += 1 }
      Scanner.skipSpace(&p)
    }
    guard let type else {
      throw line.error(at: line.end, found: "an object without 'type'", expected: "a type")
    }
    guard type != .unknown, var time else { return Envelope(type: type, ts: nil) }
    return Envelope(type: type, ts: try scanner.timestamp(&time, line))
  }
}
