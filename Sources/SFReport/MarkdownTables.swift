import SFCore

/// Tables for a document.
enum MarkdownTables {
  static func text(_ tables: [Table], _ notes: [String]) -> String {
    var blocks = tables.flatMap { table in
      table.isRecord ? record(table) : table.rows.isEmpty ? [] : [rows(table)]
    }
    if !notes.isEmpty { blocks.append(notes.map { "- \(escaped($0))\n" }.joined()) }
    return blocks.joined(separator: "\n")
  }

  private static func record(_ table: Table) -> [String] {
    table.sections.map { section in
      "| \(escaped(section.title)) | |\n| --- | ---: |\n"
        + section.columns.map {
          "| \(escaped(table.columns[$0].label)) | \(escaped(table.record[$0].short)) |\n"
        }
        .joined()
    }
  }

  private static func rows(_ table: Table) -> String {
    line(table.columns.map { escaped($0.label) })
      + line(table.columns.indices.map { table.isNumeric($0) ? "---:" : "---" })
      + table.rows.map { line($0.map { escaped($0.short) }) }.joined()
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |\n"
  }

  /// Nothing in a text may end its cell or begin markup.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.shown(most: .max).unicodeScalars {
      switch scalar {
      case "|", "\\", "`", "*", "_", "<", "[", "]": result += "\\" + String(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
