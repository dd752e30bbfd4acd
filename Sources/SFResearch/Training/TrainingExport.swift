import SFCommands
import SFCore
import SFRun
import SFTool
import SFTransport
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Runs on their way to tables for training: what a model would have seen, and what came of it.
final class TrainingExport {
  private let directory: String
  private let temporary: String
  private let program: DuckDB
  private let splits: Int

  init(_ directory: String, _ program: DuckDB, splits: Int) throws {
    self.directory = directory
    self.program = program
    self.splits = splits
    temporary = "\(directory)/.sf-export-\(getpid())"
    for path in [directory, temporary] where mkdir(path, 0o777) != 0 && errno != EEXIST {
      throw TransportError(
        .cannotCreate, "cannot create '\(path)': \(TransportError.reason(errno))")
    }
  }

  // MARK: Reading

  /// Reads a run to its end.
  static func read(_ path: String) throws -> TrainingRun {
    let input = try LineInput(path: path, output: LineOutput(try Endpoint.open(output: "-")))
    var (run, step) = (TrainingRun(), Step())
    var decoder = LineDecoder()
    var hasEnd = false
    do {
      while let line = try input.next() {
        let envelope = try decoder.envelope(of: line)
        if envelope.type == .end { hasEnd = true }
        guard TrainingRun.types.contains(envelope.type), let ts = envelope.ts else { continue }
        if step.ts != ts { step.begin(ts) }
        try decoder.decode(line, envelope, into: &step)
        run.take(envelope.type, step)
      }
    } catch let error as WireError {
      throw input.error(error)
    }
    guard hasEnd || Interruption.isRequested else {
      throw InputError(
        file: input.name, line: input.lineNumber, column: 1,
        message: "the stream was cut: it has no end")
    }
    return run
  }

  // MARK: Writing

  /// Writes the tables of a run; `every` is the run of the same text that trades every signal, `nil`
  /// for none. Gives the number of candidates.
  func write(_ run: TrainingRun, every: TrainingRun?) throws -> Int {
    let tables = try [
      TrainingTable("decisions", TrainingTables.decisions, in: temporary),
      TrainingTable("outcomes", TrainingTables.outcomes, in: temporary),
      TrainingTable("marks", TrainingTables.marks, in: temporary),
      TrainingTable("splits", TrainingTables.splits, in: temporary),
    ]
    defer { removeTemporaries(tables) }
    var rows: [TrainingSplits.Row] = []
    for candidate in run.candidates {
      try tables[0].add(TrainingCells.decision(candidate))
      let own = run.outcome(of: candidate)
      let outcome = own ?? (run.isEntered(candidate) ? nil : every?.outcome(ofSame: candidate))
      try tables[1].add(
        TrainingCells.outcome(
          candidate, isEntered: run.isEntered(candidate), outcome, isOwn: own != nil))
      rows.append(
        TrainingSplits.Row(id: candidate.request.id, ts: candidate.ts, t1: outcome?.t1))
    }
    for mark in run.marks { try tables[2].add(TrainingCells.mark(mark)) }
    for (index, parts) in TrainingSplits.parts(of: rows, count: splits).enumerated() {
      for (id, part) in parts { try tables[3].add(["\(index + 1)", id, part.rawValue]) }
    }
    try program.run(try tables.map { try $0.statement() }.joined(separator: "; "))
    for table in tables { try move(table.files[1], to: "\(table.name).parquet") }
    try TrainingSchema.write(tables, to: "\(directory)/schema.json")
    return run.candidates.count
  }

  private func move(_ path: String, to name: String) throws {
    let target = "\(directory)/\(name)"
    guard rename(path, target) == 0 else {
      throw TransportError(
        .cannotCreate, "cannot create '\(target)': \(TransportError.reason(errno))")
    }
  }

  private func removeTemporaries(_ tables: [TrainingTable]) {
    for file in tables.flatMap(\.files) { unlink(file) }
    rmdir(temporary)
  }
}
