import SFCommands
import SFCore
import SFTransport

/// Rows of a table for training on their way to a Parquet file.
final class TrainingTable {
  let name: String
  let columns: [TrainingColumn]
  private let source: String
  private let output: LineOutput
  private(set) var count = 0

  /// Rows are collected as CSV in a directory.
  init(_ name: String, _ columns: [TrainingColumn], in directory: String) throws {
    self.name = name
    self.columns = columns
    source = "\(directory)/\(name).csv"
    output = LineOutput(try Endpoint.open(output: source))
    try output.write(columns.map(\.name).joined(separator: ",") + "\n")
  }

  /// The files that it makes on its way.
  var files: [String] { [source, source.replacing(".csv", with: ".parquet")] }

  /// Adds a row, a value for each column; `nil` where there is none.
  func add(_ values: [String?]) throws {
    precondition(values.count == columns.count, "a value for each column")
    try output.write(values.map { Self.cell($0) }.joined(separator: ",") + "\n")
    count += 1
  }

  private static func cell(_ value: String?) -> String {
    guard let value else { return "" }
    return "\"" + value.replacing("\"", with: "\"\"") + "\""
  }

  /// What makes the Parquet file of it, once all rows are there.
  func statement() throws -> String {
    try output.flush()
    let kinds = columns.map { "\(DuckDB.quoted($0.name)): \(DuckDB.quoted($0.kind.rawValue))" }
    return "COPY (SELECT * FROM read_csv(\(DuckDB.quoted(source)), header = true, delim = ',', "
      + "quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, "
      + "columns = {\(kinds.joined(separator: ", "))})) "
      + "TO \(DuckDB.quoted(files[1])) (FORMAT parquet, COMPRESSION zstd)"
  }
}
