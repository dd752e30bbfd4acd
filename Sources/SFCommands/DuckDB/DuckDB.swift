import SFCore
import SFTool
import SFTransport
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The user's `duckdb` program, which reads and writes Parquet and its own databases.
package struct DuckDB {
  /// Where it is; a name without `/` is looked for on the PATH.
  let program: String
  /// The database that it opens, read-only; `nil` for none.
  var database: String?

  package init(program: String, database: String? = nil) {
    self.program = program
    self.database = database
  }

  /// What a query prints, as CSV with a header.
  func source(_ sql: String, name: String) throws -> any ByteSource {
    let arguments = database.map { ["-readonly", $0] } ?? []
    return try DuckDBSource(start(arguments + ["-csv", "-c", sql]), name: name)
  }

  /// Runs statements that print nothing.
  package func run(_ sql: String) throws {
    let source = try source(sql, name: "tables")
    _ = try Self.text(of: source)
  }

  /// The names of the columns of a table or a file, which messages call `name`.
  func columns(of relation: String, _ name: String) throws -> [String] {
    let text = try Self.text(
      of: try source(
        "SELECT column_name FROM (DESCRIBE SELECT * FROM \(relation))", name: name))
    return text.split(separator: "\n").dropFirst().map { line in
      guard line.hasPrefix("\"") else { return String(line) }
      return String(line.dropFirst().dropLast()).replacing("\"\"", with: "\"")
    }
  }

  private static func text(of source: any ByteSource) throws -> String {
    String(decoding: try source.readAll(), as: UTF8.self)
  }

  /// A text in SQL.
  package static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "''") + "'"
  }

  /// A name in SQL.
  static func name(_ text: String) -> String {
    "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// A process with its output and its messages.
  struct Running {
    let process: ChildProcess
    let output: Int32
    let messages: Int32
  }

  private func start(_ arguments: [String]) throws -> Running {
    let (output, messages) = (try Pipe(), try Pipe())
    defer { for end in [output.writing, messages.writing] { close(end) } }
    var words = Program([program] + arguments)
    words.input = .nothing
    words.output = .descriptor(output.writing)
    words.errors = .descriptor(messages.writing)
    do {
      return Running(
        process: try ChildProcess(words), output: output.reading, messages: messages.reading)
    } catch {
      for end in [output.reading, messages.reading] { close(end) }
      throw TransportError(
        .unavailable, "\(error.message); Parquet and DuckDB are read and written by it",
        help: "install it (pip install duckdb-cli), or say where it is: --duckdb PATH")
    }
  }
}

/// What `duckdb` prints; a query that failed is an error at its end.
private final class DuckDBSource: ByteSource {
  let name: String
  private let running: DuckDB.Running
  private let output: DescriptorSource
  private var hasEnded = false

  init(_ running: DuckDB.Running, name: String) {
    self.running = running
    self.name = name
    output = DescriptorSource(
      running.output, name: name, isOwned: true, stop: Interruption.descriptor)
  }

  deinit {
    // Nobody reads what it has to say any more.
    running.process.send(SIGTERM)
    running.process.wait()
    close(running.messages)
  }

  var isReady: Bool { output.isReady }
  var isStopped: Bool { output.isStopped }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if hasEnded { return 0 }
    let count = try output.read(into: buffer)
    if count == 0, !output.isStopped { try finish() }
    return count
  }

  private func finish() throws {
    let messages = DescriptorSource(running.messages, name: name, isOwned: false)
    let text = String(decoding: try messages.readAll(), as: UTF8.self)
    hasEnded = true
    guard running.process.wait() != .status(0) else { return }
    let reason = text.split(separator: "\n").first.map(String.init) ?? "it does not say why"
    throw TransportError(.noInput, "'\(name)': duckdb says: \(reason)")
  }
}
