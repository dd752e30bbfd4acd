import ArgumentParser
import Logging
import SFCore
import SFEngine
import SFTool
import SFTransport
import SFRun

/// `sf-backtest`: runs the text of a pipeline in one process.
public struct BacktestCommand: ToolCommand {
  public static let examples = [
    Example(
      "A whole pipeline in one process, with the same output",
      "sf-backtest 'sf-ingest --synthetic --bars 5000 | sf-features sma:20 sma:50 | sf-detect sma_cross:20,50 | sf-strategy --exit tp_sl | sf-report'"
    ),
    Example(
      "With the run kept in a file",
      "sf-backtest 'sf-ingest --synthetic --bars 5000 | sf-features sma:20 sma:50 | sf-detect sma_cross:20,50 | sf-strategy --exit tp_sl | tee /tmp/run.jsonl | sf-report'"
    ),
    Example(
      "A program of one's own as a process between two parts",
      "sf-backtest 'sf-ingest --synthetic --bars 500 | sf-features sma:20 | grep --line-buffered . | sf-detect threshold:sma_20,above=0,direction=rise'"
    ),
  ]

  public static let configuration = toolConfiguration(
    "sf-backtest", "Runs the text of a pipeline in one process: same stages, same bytes.",
    more: """
      The text is that of the shell: comments, set, '\\' at line ends, quotes, NAME=value and
      $NAME, '|', tee FILE, '< FILE', '> FILE'. Anything else is an error with its place: run such
      a text by sh. A command that is not a stage of ours runs as a process between two parts.
      """)

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Read the text from this file.", valueName: "file"))
  var file: String?

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  @Argument(help: "The text of the pipeline (not with --file), then what $1, $2 … stand for.")
  var pipeline: [String] = []

  public init() {}

  public func run(_ log: Logger) throws -> ExitStatus {
    let (name, text, arguments) = try read()
    let plan: BacktestPlan
    do {
      let parsed = try PipelineText(
        text, arguments: arguments,
        environment: Dictionary(
          uniqueKeysWithValues: ProcessEnvironment.variables.map { ($0.name, $0.value) }))
      plan = try BacktestPlan(parsed, name: name, file: configured.config)
    } catch let failure as PipelineText.Failure {
      throw InputError(
        .usage, file: name, line: failure.place.line, column: failure.place.column,
        message: failure.message, help: "a text that needs a shell is run by sh")
    }
    return try plan.run(log)
  }

  /// The text, what messages call it, and its arguments.
  private func read() throws -> (name: String, text: String, arguments: [String]) {
    if let file {
      return (file, try Endpoint.text(of: file), pipeline)
    }
    guard let text = pipeline.first else {
      throw UsageError(
        "no pipeline was given", help: "for example: \(Self.examples[0].command)")
    }
    return ("pipeline", text, Array(pipeline.dropFirst()))
  }
}
