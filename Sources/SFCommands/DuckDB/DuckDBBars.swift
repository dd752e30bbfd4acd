import SFCore
import SFIngest
import SFTool
import SFWire

/// Bars of a Parquet file or of a table of DuckDB, as the text that `sf-ingest` reads.
struct DuckDBBars {
  private let program: DuckDB
  private let relation: String
  private let name: String

  /// The bars of a Parquet file.
  init(parquet path: String, _ program: String) {
    self.program = DuckDB(program: program)
    relation = "read_parquet(\(DuckDB.quoted(path)))"
    name = path
  }

  /// The bars of a table in a database; `name` is what messages and the symbol are made of.
  init(database path: String, table: String, _ program: String) {
    self.program = DuckDB(program: program, database: path)
    relation = DuckDB.name(table)
    name = table
  }

  /// The rows in order of time.
  ///
  /// A time column is one that files of text may have; `ts` is the close of a bar, as in lines and
  /// in what `sf-export` writes, and becomes its open by the interval beside it.
  func source() throws -> any ByteSource {
    let columns = try program.columns(of: relation, name)
    let names = columns.map { $0.lowercased() }
    if let time = IngestOptions.timeColumns.first(where: names.contains),
      let place = names.firstIndex(of: time)
    {
      return try program.source(
        "SELECT * FROM \(relation) ORDER BY \(DuckDB.name(columns[place]))", name: name)
    }
    guard names.contains("ts"), names.contains("interval") else {
      throw IngestError(
        file: name, line: 1, column: 1,
        message: "found the columns \(columns.joined(separator: " ")), expected a time column: "
          + "\(IngestOptions.timeColumns.joined(separator: ", ")), or ts and interval")
    }
    let units = [
      ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 604_800_000),
    ]
    let lengths = units.map {
      "WHEN regexp_full_match(\"interval\", '[0-9]+\($0.0)') "
        + "THEN TRY_CAST(regexp_extract(\"interval\", '[0-9]+') AS BIGINT) * \($0.1)"
    }
    return try program.source(
      "SELECT epoch_ms(ts::TIMESTAMP) - CASE \(lengths.joined(separator: " ")) "
        + "ELSE 0 END AS open_time, * EXCLUDE (ts, \"interval\") FROM \(relation) "
        + "ORDER BY open_time\(names.contains("symbol") ? ", symbol" : "")", name: name)
  }
}
