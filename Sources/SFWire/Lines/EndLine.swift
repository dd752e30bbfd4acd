import SFCore

/// `end`: the last line of a stream.
public enum EndLine: LineForm {
  static let keys = [
    FieldRule.type,
    FieldRule("ts", .timestamp, optional: true, "ts of the last mark"),
    FieldRule("reason", .text, "why the stream ended"),
    FieldRule("counts", .counts, "lines of the first stage by type"),
  ]

  public static func read(_ line: Line) throws(WireError) -> End {
    var scanner = ObjectScanner()
    try scanner.scan(line, as: .end)
    let tree = try JSONValue(line)
    var counts: [End.Count] = []
    for member in tree["counts"]?.members ?? [] {
      guard let lines = member.value.integer else {
        throw line.error(at: scanner[3].start, expected: "integers by type")
      }
      counts.append(End.Count(type: member.key, lines: lines))
    }
    let ts = scanner.has(1) ? Timestamp(milliseconds: scanner[1].integer) : nil
    return End(ts: ts, reason: tree["reason"]?.string ?? "", counts: counts)
  }

  public static func write(_ end: End, to buffer: inout ByteBuffer) {
    buffer.append("{\"type\":\"end\"")
    if let ts = end.ts {
      buffer.append(",\"ts\":\"")
      buffer.append(timestamp: ts)
      buffer.append("\"")
    }
    buffer.append(",\"reason\":")
    buffer.append(quoted: end.reason)
    buffer.append(",\"counts\":{")
    for (index, count) in end.counts.enumerated() {
      if index > 0 { buffer.append(",") }
      buffer.append(quoted: count.type)
      buffer.append(":")
      buffer.append(integer: count.lines)
    }
    buffer.append("}}\n")
  }
}
