import SFCommands
import SFCore
import SFEngine
import SFTool
import SFTransport
import SFWire
import SFRun

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A trial that runs as processes: its text by `sf-backtest`, which starts what is foreign in it.
struct ProcessTrial {
  /// A text without its report, and what its strategy begins with.
  struct Book {
    let text: String
    let capital: Price
  }

  /// One, or one for each symbol.
  let books: [Book]
  let mode: SweepMode
  /// Whether a gate stands behind the strategy, so that no report does.
  let hasGate: Bool
  /// By which days it is judged, as words of sf-report.
  let days: [String]
  /// `--config` of the sweep.
  let configuration: String?
  /// The same report in this process.
  let reporting: any StageCommand
  /// What the patience is measured by.
  let clock: any Clock

  /// How long a trial may say nothing before it is given up.
  private static let patience = TimeSpan.seconds(86_400)
  /// The bytes that a trial may write: years of minutes with many columns.
  private static let mostOutput = 4 << 30

  /// The figures of the report, by key.
  func statistics(jobs: Int) throws -> [Figure] {
    guard mode == .portfolio, !hasGate else {
      return try mode.judged(try record(jobs: jobs)).figures(try reporting.makeLink(.silent))
    }
    let output = try run(
      books[0].text + " | sf-report --format json"
        + days.map { " " + ShellWord.quoted($0) }.joined())
    let line = String(decoding: output, as: UTF8.self).split(separator: "\n").joined() + "\n"
    let value = try Line.withLine(of: Array(line.utf8)) { try JSONValue($0) }
    guard let summary = value["summary"]?.members else {
      throw Failure(exit: 70, message: "sf-report wrote no summary")
    }
    return summary.map { ($0.key, $0.value.json) }
  }

  /// What the strategies did, as one run.
  func record(jobs: Int) throws -> RunRecord {
    let records = try WorkerPool(jobs: jobs).map(books.count) { try record(books[$0]) }
    guard mode == .isolated else { return records[0] }
    let capital = books.reduce(Price.zero) { Price(units: $0.units + $1.capital.units) }
    return try MergedBooks.merged(records, shares: books.map(\.capital), capital: capital)
  }

  private func record(_ book: Book) throws -> RunRecord {
    let source = WireSource(MemorySource(try run(book.text), name: "sf-backtest"), log: .silent)
    var chain = Chain(source, [Chain.Link(Recorder(), entry: nil)], [])
    let outcome = try chain.run()
    guard let stage = chain.stages.last as? Recorder else {
      preconditionFailure("this chain ends with a recorder")
    }
    var record = stage.record
    record.isComplete = outcome == .done
    return record
  }

  /// What the text writes.
  private func run(_ text: String) throws -> [UInt8] {
    let options = configuration.map { ["--config", $0] } ?? []
    let words = [SiblingTool.path(of: "sf-backtest")] + options + ["-q", text]
    let child = try PipedProcess(words, clock, mostOutput: Self.mostOutput)
    child.closeInput()
    let served = child.serve(patience: Self.patience, until: { _ in false })
    if served == .tooMuch {
      throw Failure(exit: ExitStatus.badData.rawValue, message: child.excess)
    }
    guard served == .done, child.status == 0 else {
      throw Failure(exit: child.status ?? 137, message: Self.sentence(child.errors))
    }
    return child.output
  }

  /// The sentence of the error, without the name of its tool.
  private static func sentence(_ errors: [UInt8]) -> String {
    let lines = String(decoding: errors, as: UTF8.self).split(separator: "\n")
    guard let line = lines.first(where: { $0.contains("error: ") }),
      let end = line.firstRange(of: "error: ")?.upperBound
    else { return lines.last.map(String.init) ?? "" }
    return String(line[end...])
  }

  /// The pipeline ended otherwise than well.
  struct Failure: Error {
    let exit: Int32
    let message: String
  }
}

extension JSONValue {
  /// As a report writes it: numbers keep their text.
  var json: String {
    switch self {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .number(let text): text
    case .string(let text): text.jsonQuoted
    case .array(let values): "[" + values.map(\.json).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { "\($0.key.jsonQuoted):\($0.value.json)" }.joined(separator: ",")
        + "}"
    }
  }
}
