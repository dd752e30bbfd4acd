/// All tables as one, a line for each figure: `table,row,column,value`.
///
/// Rows count from 1; a figure that does not exist is empty.
enum CSVTables {
  static func text(_ tables: [Table]) -> String {
    var text = "table,row,column,value\n"
    for table in tables {
      for (index, row) in table.rows.enumerated() {
        for (column, cell) in zip(table.columns, row) {
          text += "\(table.key),\(index + 1),\(column.key),\(field(cell.plain))\n"
        }
      }
    }
    return text
  }

  /// Quoted where the text needs it (RFC 4180).
  private static func field(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { $0 == 44 || $0 == 34 || $0 == 10 || $0 == 13 }
    guard needsQuotes else { return text }
    var result = "\""
    for character in text { result += character == "\"" ? "\"\"" : String(character) }
    return result + "\""
  }
}
