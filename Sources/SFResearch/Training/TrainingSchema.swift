import SFCommands
import SFCore
import SFTransport

/// `schema.json`: what each column of the tables means, and what purging needs.
enum TrainingSchema {
  static func write(_ tables: [TrainingTable], to path: String) throws {
    let output = LineOutput(try Endpoint.open(output: path))
    try output.write("{\n  \"tables\": {\n")
    for (index, table) in tables.enumerated() {
      try output.write("    \(table.name.jsonQuoted): [\n")
      let rows = table.columns.map { "      " + row($0) }
      try output.write(rows.joined(separator: ",\n") + "\n    ]")
      try output.write(index == tables.count - 1 ? "\n" : ",\n")
    }
    try output.write("  },\n  \"purging\": \(purging)\n}\n")
    try output.flush()
  }

  private static func row(_ column: TrainingColumn) -> String {
    let members = [
      ("name", column.name), ("type", column.kind.rawValue), ("unit", column.unit),
      ("meaning", column.meaning),
    ]
    return "{"
      + members.map { "\($0.jsonQuoted): \($1.jsonQuoted)" }.joined(separator: ", ")
      + "}"
  }

  private static let purging =
    "{\"begin\": \"decisions.ts\", \"end\": \"outcomes.t1\", "
    + "\"rule\": \"a row trains for a test when its end is before the first begin of the test\"}"
}
