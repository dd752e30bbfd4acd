/// Tables as JSON: an object with a member for each, or one object a line.
enum JSONTables {
  static func text(_ tables: [Table], _ notes: [String]) -> String {
    var members = tables.map { table in
      "  \(table.key.jsonQuoted): "
        + (table.isRecord ? record(table) : list(table.rows.map { object(table, $0) }))
    }
    if !notes.isEmpty { members.append("  \"notes\": " + list(notes.map(\.jsonQuoted))) }
    return "{\n" + members.joined(separator: ",\n") + "\n}\n"
  }

  /// Each line names its table.
  static func lines(_ tables: [Table], _ notes: [String]) -> String {
    var lines = tables.flatMap { table in
      table.rows.map { object(table, $0, named: true) }
    }
    lines += notes.map { "{\"table\":\"notes\",\"note\":\($0.jsonQuoted)}" }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func record(_ table: Table) -> String {
    let members = zip(table.columns, table.record).map { column, cell in
      "    \(column.key.jsonQuoted): \(cell.json)"
    }
    return "{\n" + members.joined(separator: ",\n") + "\n  }"
  }

  private static func list(_ elements: [String]) -> String {
    elements.isEmpty
      ? "[]" : "[\n" + elements.map { "    " + $0 }.joined(separator: ",\n") + "\n  ]"
  }

  private static func object(_ table: Table, _ row: [Cell], named: Bool = false) -> String {
    var members = zip(table.columns, row).map { column, cell in
      "\(column.key.jsonQuoted):\(cell.json)"
    }
    if named { members.insert("\"table\":\(table.key.jsonQuoted)", at: 0) }
    return "{" + members.joined(separator: ",") + "}"
  }
}
