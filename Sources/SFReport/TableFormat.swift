/// How tables are written.
public enum TableFormat: String, CaseIterable, Sendable {
  case text, json, jsonl, csv, md

  /// Tables and notes as one text that ends with a line feed. Tables without a row are left out
  /// where people read.
  public func text(_ tables: [Table], notes: [String] = []) -> String {
    switch self {
    case .text: TextTables.text(tables, notes)
    case .md: MarkdownTables.text(tables, notes)
    case .json: JSONTables.text(tables, notes)
    case .jsonl: JSONTables.lines(tables, notes)
    case .csv: CSVTables.text(tables)
    }
  }
}
