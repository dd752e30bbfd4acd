import ArgumentParser
import Logging
import SFCommands
import SFCore
import SFTool
import SFTransport

/// `sf-export`: a stream as tables for other programs.
public struct ExportCommand: ToolCommand {
  public static let examples = [
    Example(
      "bars, features and signals as Parquet, a file for each type",
      "sf-ingest --synthetic | sf-features sma:5 sma:9 | sf-detect sma_cross:5,9 | "
        + "sf-export --parquet tables"),
    Example(
      "a run that was saved",
      "sf-ingest --synthetic -o run.jsonl && sf-export run.jsonl --parquet run"),
    Example(
      "what a model would have seen of a run, and what came of it",
      "sf-ingest --synthetic | sf-features sma:5 sma:9 | sf-detect sma_cross:5,9 | "
        + "sf-strategy --exit time:20 --requests | sf-export --training table"),
  ]
  public static let configuration = toolConfiguration(
    "sf-export", "Writes a stream as tables: a Parquet file for each type of line.",
    more: """
      Columns are the keys of the type: times as TIMESTAMP, numbers as DOUBLE, as
      data frames take them; with --decimals amounts are exact, as DECIMAL(19,8).
      A type of which no line came has a file without rows. Files are there whole
      or not at all: a stream that is cut leaves none.

      For training: decisions, what a model saw of each entry that passed the filters, outcomes by
      id, marks, and splits of time whose train rows were all known before their test; schema.json
      says what each column means. No price is in them. A second file is the run of the same text
      that trades every signal: what refused entries would have brought.

      The program duckdb writes them: pip install duckdb-cli.
      """)

  @Argument(
    help: ArgumentHelp(
      "The stream, also packed with gzip; - is standard input. With --training a second one.",
      valueName: "file"))
  var files: [String] = []

  @Option(help: ArgumentHelp("Write Parquet files to this directory.", valueName: "directory"))
  var parquet: String?

  @Flag(help: "With --parquet: amounts as exact decimals, and not as the doubles nearest to them.")
  var decimals = false

  @Option(
    help: ArgumentHelp("Write tables for training to this directory.", valueName: "directory"))
  var training: String?

  @Option(help: ArgumentHelp("With --training: tests, one behind the other.", valueName: "count"))
  var splits = 5

  @Option(help: ArgumentHelp("The program that writes Parquet.", valueName: "program"))
  var duckdb = "duckdb"

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public func validate() throws {
    guard (1...10_000).contains(splits) else {
      throw ValidationError("--splits must be 1 to 10000, is \(splits)")
    }
    guard !decimals || parquet != nil else {
      throw ValidationError("--decimals goes with --parquet")
    }
    let most = training == nil ? 1 : 2
    guard files.count <= most else {
      throw ValidationError("found \(files.count) files, expected at most \(most)")
    }
  }

  public func run(_ log: Logger) throws -> ExitStatus {
    guard parquet == nil || training == nil else {
      throw UsageError("found --parquet and --training, expected one of them")
    }
    if let training { return try export(training, log) }
    guard let parquet else {
      throw UsageError(
        "no directory was given, expected --parquet or --training",
        help: "for example: sf-export run.jsonl --parquet run")
    }
    try Interruption.install(grace: 5)
    let tables = try ParquetTables(
      parquet, DuckDB(program: duckdb), isExact: decimals)
    defer { tables.removeTemporaries() }
    let input = try LineInput(
      path: files.first ?? "-", output: LineOutput(try Endpoint.open(output: "-")))
    try tables.read(input)
    if Interruption.isRequested { return Interruption.exitStatus }
    let rows = try tables.write()
    log.notice("wrote \(rows) rows to '\(parquet)'")
    return .done
  }

  private func export(_ directory: String, _ log: Logger) throws -> ExitStatus {
    try Interruption.install(grace: 5)
    let run = try TrainingExport.read(files.first ?? "-")
    let every = try files.dropFirst().first.map(TrainingExport.read)
    if Interruption.isRequested { return Interruption.exitStatus }
    if run.candidates.isEmpty {
      log.warning("the run has no decide lines: sf-strategy writes them with --model or --requests")
    }
    let export = try TrainingExport(directory, DuckDB(program: duckdb), splits: splits)
    let count = try export.write(run, every: every)
    log.notice("wrote \(count) candidates to '\(directory)'")
    return .done
  }
}
