import SFCore
import SFTool
import SFTransport
import SFWire
import SFRun

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The lines of a stream on their way to a Parquet file for each type.
///
/// Each type is collected as CSV in a directory beside the files; `duckdb` makes all files from
/// them, and they are renamed at the end.
package final class ParquetTables {
  /// The types that are tables: all but the frame of a stream.
  private static let types = LineTable.types.filter { ![.header, .mark, .end].contains($0) }

  private final class Table {
    let type: LineType
    var rows: LineRows
    let output: LineOutput
    var count = 0
    var names: [String]?

    init(_ type: LineType, path: String) throws {
      self.type = type
      rows = LineRows(type.name)
      output = LineOutput(try Endpoint.open(output: path))
    }

    /// Takes text of the table, whose first line are the names.
    func write(_ text: String) throws {
      guard !text.isEmpty else { return }
      if names == nil {
        names = text.prefix { $0 != "\n" }.split(separator: ",").map(String.init)
        count -= 1
      }
      count += text.utf8.count { $0 == 10 }
      try output.write(text)
    }
  }

  private let directory: String
  private let temporary: String
  private let program: DuckDB
  /// Whether amounts are exact decimals, and not doubles.
  private let isExact: Bool
  private var tables: [Table] = []
  private var columns: [String] = []

  package init(_ directory: String, _ program: DuckDB, isExact: Bool) throws {
    self.directory = directory
    self.program = program
    self.isExact = isExact
    temporary = "\(directory)/.sf-export-\(getpid())"
    for path in [directory, temporary] where mkdir(path, 0o777) != 0 && errno != EEXIST {
      throw TransportError(
        .cannotCreate, "cannot create '\(path)': \(TransportError.reason(errno))")
    }
    tables = try Self.types.map { try Table($0, path: path($0, "csv")) }
  }

  private func path(_ type: LineType, _ suffix: String) -> String {
    "\(temporary)/\(type.name).\(suffix)"
  }

  package func removeTemporaries() {
    for table in tables {
      unlink(path(table.type, "csv"))
      unlink(path(table.type, "parquet"))
    }
    rmdir(temporary)
  }

  // MARK: Reading

  package func read(_ input: LineInput) throws {
    var decoder = LineDecoder()
    var hasHeader = false
    var hasEnd = false
    do {
      while let line = try input.next() {
        if Interruption.isRequested { return }
        let envelope = try decoder.envelope(of: line)
        switch envelope.type {
        case .header:
          hasHeader = true
          take(try HeaderLine.read(line).header)
        case .end: hasEnd = true
        default:
          guard let table = tables.first(where: { $0.type == envelope.type }) else { continue }
          try table.write(try table.rows.text(of: line))
        }
      }
      for table in tables { try table.write(try table.rows.end()) }
    } catch let error as WireError {
      throw input.error(error)
    }
    if hasHeader, !hasEnd {
      throw InputError(
        file: input.name, line: input.lineNumber, column: 1,
        message: "the stream was cut: it has a header and no end")
    }
    for table in tables { try table.output.flush() }
  }

  private func take(_ header: Header) {
    columns = header.stages.flatMap { $0.columns ?? [] }
    for table in tables { table.rows.take(header: header) }
  }

  // MARK: Writing

  /// Makes the files and gives the number of their rows.
  package func write() throws -> Int {
    try program.run(try tables.map(statement).joined(separator: "; "))
    for table in tables {
      let target = "\(directory)/\(table.type.name).parquet"
      guard rename(path(table.type, "parquet"), target) == 0 else {
        throw TransportError(
          .cannotCreate, "cannot create '\(target)': \(TransportError.reason(errno))")
      }
    }
    return tables.reduce(0) { $0 + $1.count }
  }

  private func statement(_ table: Table) throws -> String {
    let rules = LineTable.rules(of: table.type)
    var names = table.names ?? []
    if names.isEmpty {
      names = rules.filter { $0.kind != .type && $0.kind != .values }.map(\.key)
      if table.type == .features { names += columns }
      try table.output.write(names.joined(separator: ",") + "\n")
      try table.output.flush()
    }
    let kinds = names.map { name in
      let kind = rules.first { $0.key == name }?.kind
      return "\(DuckDB.quoted(name)): \(DuckDB.quoted(self.kind(kind, table.type)))"
    }
    let source = DuckDB.quoted(path(table.type, "csv"))
    return "COPY (SELECT * FROM read_csv(\(source), header = true, delim = ',', quote = '\"', "
      + "escape = '\"', columns = {\(kinds.joined(separator: ", "))})) "
      + "TO \(DuckDB.quoted(path(table.type, "parquet"))) (FORMAT parquet, COMPRESSION zstd)"
  }

  /// The type of a column; further keys of bars and features are numbers.
  private func kind(_ kind: FieldKind?, _ type: LineType) -> String {
    switch kind {
    case .timestamp: "TIMESTAMP"
    case .amount: isExact ? "DECIMAL(19,8)" : "DOUBLE"
    case .float: "DOUBLE"
    case .integer: "BIGINT"
    case nil: type == .bar || type == .features ? "DOUBLE" : "VARCHAR"
    default: "VARCHAR"
    }
  }
}
