import ArgumentParser
import Logging
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
    Example("and the bars of it back", "sf-ingest run/bar.parquet --interval 1m"),
  ]
  public static let configuration = toolConfiguration(
    "sf-export", "Writes a stream as tables: a Parquet file for each type of line.",
    more: """
      Columns are the keys of the type: times as TIMESTAMP, amounts as DECIMAL(19,8), further
      fields of bars and values of features as DOUBLE. A type of which no line came has a file
      without rows. Files are there whole or not at all: a stream that is cut leaves none.

      The program duckdb writes them: pip install duckdb-cli.
      """)

  @Argument(help: "The stream, also packed with gzip; - is standard input.")
  var file = "-"

  @Option(help: ArgumentHelp("Write Parquet files to this directory.", valueName: "directory"))
  var parquet: String?

  @Option(help: ArgumentHelp("The program that writes Parquet.", valueName: "program"))
  var duckdb = "duckdb"

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public func run(_ log: Logger) throws -> ExitStatus {
    guard let parquet else {
      throw UsageError(
        "no directory was given, expected --parquet",
        help: "for example: sf-export run.jsonl --parquet run")
    }
    try Interruption.install(grace: 5)
    let tables = try ParquetTables(parquet, DuckDB(program: duckdb))
    defer { tables.removeTemporaries() }
    let input = try LineInput(path: file, output: LineOutput(try Endpoint.open(output: "-")))
    try tables.read(input)
    if Interruption.isRequested { return Interruption.exitStatus }
    let rows = try tables.write()
    log.notice("wrote \(rows) rows to '\(parquet)'")
    return .done
  }
}
