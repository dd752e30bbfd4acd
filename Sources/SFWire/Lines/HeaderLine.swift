import SFCore

/// `header`: read into values, and grown by one stage without touching what others wrote.
public enum HeaderLine: LineForm {
  static let keys = [
    FieldRule.type,
    FieldRule("protocol", .integer, "the version of the protocol, 1"),
    FieldRule("stages", .stages, "who made the stream, with which settings"),
  ]

  /// What a header says. A protocol other than 1 is for the caller to refuse.
  public static func read(_ line: Line) throws(WireError) -> (protocol: Int, header: Header) {
    var scanner = ObjectScanner()
    try scanner.scan(line, as: .header)
    let version = Int(scanner[1].integer)
    let tree = try JSONValue(line)
    var stages: [StageEntry] = []
    for stage in tree["stages"]?.array ?? [] {
      stages.append(try entry(stage, line, at: scanner[2].start))
    }
    return (version, Header(stages: stages))
  }

  private static func entry(
    _ stage: JSONValue, _ line: Line, at place: UnsafePointer<UInt8>
  ) throws(WireError) -> StageEntry {
    guard let name = stage["name"]?.string else {
      throw line.error(at: place, found: "a stage without 'name'", expected: "name and version")
    }
    var columns: [String]?
    if let list = stage["columns"] {
      let names = list.array?.compactMap(\.string)
      guard let names, names.count == list.array?.count else {
        throw line.error(
          at: place, found: "'columns' of \(name) that are no names", expected: "an array of names")
      }
      columns = names
    }
    return StageEntry(
      name: name, version: stage["version"]?.string ?? "",
      config: (stage["config"]?.members ?? []).map { Setting($0.key, setting($0.value)) },
      columns: columns, units: try units(stage, of: columns ?? [], name, line, at: place))
  }

  /// The units of the columns of a stage; `nil` when it has not the key.
  private static func units(
    _ stage: JSONValue, of columns: [String], _ name: String, _ line: Line,
    at place: UnsafePointer<UInt8>
  ) throws(WireError) -> [FeatureUnit?]? {
    guard let list = stage["units"] else { return nil }
    let known = FeatureUnit.allCases.map(\.rawValue).joined(separator: " ")
    var units: [FeatureUnit?] = []
    for value in list.array ?? [] {
      let unit = value.string.flatMap(FeatureUnit.init(rawValue:))
      guard unit != nil || value == .null else {
        throw line.error(
          at: place, found: "the unit \(value.text) of \(name)",
          expected: "one of \(known), or null")
      }
      units.append(unit)
    }
    guard list.array != nil, units.count == columns.count else {
      throw line.error(
        at: place, found: "'units' of \(name) that do not match its columns",
        expected: "one for each of its \(columns.count) columns")
    }
    return units
  }

  private static func setting(_ value: JSONValue) -> Setting.Value {
    switch value {
    case .null: .null
    case .bool(let flag): .flag(flag)
    case .number(let text): .number(text)
    case .string(let text): .text(text)
    case .array(let values): .list(values.map(setting))
    case .object: .json(value.text)
    }
  }

  /// A header with these stages, as its first writer writes it.
  public static func write(_ header: Header, to buffer: inout ByteBuffer) {
    buffer.append("{\"type\":\"header\",\"protocol\":1,\"stages\":[")
    for (index, stage) in header.stages.enumerated() {
      if index > 0 { buffer.append(",") }
      write(stage, to: &buffer)
    }
    buffer.append("]}\n")
  }

  /// The text of a header line, its line feed included, with one more stage at its end.
  ///
  /// Every other byte stays, so that what a foreign stage wrote goes on as it is.
  public static func adding(_ stage: StageEntry, to line: Line) throws(WireError) -> [UInt8] {
    var scanner = ObjectScanner()
    try scanner.scan(line, as: .header)
    let stages = scanner[2]
    let bracket = stages.end - 1
    var before = bracket
    while Scanner.isSpace(before[-1]) { before -= 1 }
    var buffer = ByteBuffer(capacity: line.count + 1_024)
    buffer.append(UnsafeRawBufferPointer(start: line.start, count: bracket - line.start))
    if before[-1] != UInt8(ascii: "[") { buffer.append(",") }
    write(stage, to: &buffer)
    buffer.append(UnsafeRawBufferPointer(start: bracket, count: line.end - bracket + 1))
    return Array(buffer.bytes)
  }

  private static func write(_ stage: StageEntry, to buffer: inout ByteBuffer) {
    buffer.append("{\"name\":")
    buffer.append(quoted: stage.name)
    buffer.append(",\"version\":")
    buffer.append(quoted: stage.version)
    buffer.append(",\"config\":{")
    for (index, setting) in stage.config.enumerated() {
      if index > 0 { buffer.append(",") }
      buffer.append(quoted: setting.key)
      buffer.append(":")
      write(setting.value, to: &buffer)
    }
    buffer.append("}")
    if let columns = stage.columns {
      buffer.append(",\"columns\":")
      write(.list(columns.map(Setting.Value.text)), to: &buffer)
    }
    if let units = stage.units {
      buffer.append(",\"units\":")
      write(.list(units.map { $0.map { .text($0.rawValue) } ?? .null }), to: &buffer)
    }
    buffer.append("}")
  }

  private static func write(_ value: Setting.Value, to buffer: inout ByteBuffer) {
    switch value {
    case .null: buffer.append("null")
    case .flag(let flag): buffer.append(flag ? "true" : "false")
    case .number(let text), .json(let text): buffer.append(text)
    case .text(let text): buffer.append(quoted: text)
    case .list(let values):
      buffer.append("[")
      for (index, value) in values.enumerated() {
        if index > 0 { buffer.append(",") }
        write(value, to: &buffer)
      }
      buffer.append("]")
    }
  }
}
