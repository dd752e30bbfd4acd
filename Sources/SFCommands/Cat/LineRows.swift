import SFCore
import SFTool
import SFWire

/// Lines of one type as CSV: a row of names, then a row for each line.
///
/// Lines of features that belong to one bar become one row. Columns are the
/// keys of the type, then what the header names, then what the first rows
/// have; a name that comes later is an error, since its column cannot be made.
struct LineRows {
  private let type: String
  /// Columns of features that the header of the stream names.
  private var declared: [String] = []
  private var columns: [String]?
  private var known: Set<String> = []
  /// The rows of the time that is being read, in the order of the stream.
  private var rows: [Row] = []
  /// Where the row of a series is among them, by its key.
  private var places: [String: Int] = [:]
  private var ts: String?

  private struct Row {
    var key: String
    var names: [String]
    var values: [String: String]

    mutating func set(_ member: JSONValue.Member) {
      names.append(member.key)
      values[member.key] =
        switch member.value {
        case .string(let text): text
        case .null: ""
        default: member.value.text
        }
    }

    mutating func merge(_ other: LineRows.Row) {
      for name in other.names where values[name] == nil {
        names.append(name)
        values[name] = other.values[name]
      }
    }
  }

  init(_ type: String) { self.type = type }

  /// Takes a header that is not shown, for the columns that it names.
  mutating func take(header: Header) {
    declared = header.stages.flatMap { $0.columns ?? [] }
  }

  /// The rows that are complete, now that this line has come.
  mutating func text(of line: Line) throws(WireError) -> String {
    let value = try JSONValue(line)
    let time = value["ts"]?.string
    var result = ""
    if time != ts || type != "features" {
      result = try flush(line)
      ts = time
    }
    var row = Row(key: "", names: [], values: [:])
    for member in value.members ?? [] where member.key != "type" {
      if type == "features", member.key == "values" {
        for inner in member.value.members ?? [] { row.set(inner) }
      } else {
        row.set(member)
      }
    }
    row.key = (row.values["symbol"] ?? "") + " " + (row.values["interval"] ?? "")
    if type == "features", let index = places[row.key] {
      rows[index].merge(row)
    } else {
      places[row.key] = rows.count
      rows.append(row)
    }
    return result
  }

  /// What is left at a mark or at the end of a stream.
  mutating func end() throws -> String {
    try Line.withLine(of: []) { try flush($0) }
  }

  private mutating func flush(_ line: Line) throws(WireError) -> String {
    guard !rows.isEmpty else { return "" }
    defer {
      rows.removeAll()
      places.removeAll()
    }
    var result = ""
    if columns == nil {
      let names = self.names()
      columns = names
      known = Set(names)
      result = names.map(Self.quoted).joined(separator: ",") + "\n"
    }
    let columns = columns ?? []
    for row in rows {
      if let name = row.names.first(where: { !known.contains($0) }) {
        throw WireError(
          column: 1, found: "the new key '\(name)' near this line",
          expected: "the keys of the first \(type): \(columns.joined(separator: " "))")
      }
      result += columns.map { Self.quoted(row.values[$0] ?? "") }.joined(separator: ",") + "\n"
    }
    return result
  }

  private func names() -> [String] {
    var names = LineTable.rules(of: LineType(name: type)).map(\.key)
      .filter { $0 != "type" && (type != "features" || $0 != "values") }
    if type == "features" { names += declared }
    for row in rows { names += row.names }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  /// As RFC 4180 asks: quotes where a comma, a quote or a line break is in the text.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 != 44 && $0 != 34 && $0 != 10 && $0 != 13 }
    if isPlain { return text }
    return "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }
}
