import ArgumentParser
import SFCore
import SFEngine
import SFRun
import SFSession
import SFTool
import SFTransport

/// The text of a pipeline that a session is to run.
struct PipelineOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The text of the pipeline: that of a shell or sf-backtest.", valueName: "file")
  )
  var file: String

  @Argument(help: "What $1, $2 … in the text stand for.")
  var arguments: [String] = []

  init() {}

  /// The stages of the text; what cannot be one is an error with its place.
  func read() throws -> SessionText {
    let text = try Endpoint.text(of: file)
    do throws(PipelineText.Failure) {
      return try SessionText(
        try PipelineText(
          text, arguments: arguments,
          environment: Dictionary(
            uniqueKeysWithValues: ProcessEnvironment.variables.map { ($0.name, $0.value) })))
    } catch {
      throw InputError(
        .usage, file: file, line: error.place.line, column: error.place.column,
        message: error.message)
    }
  }
}
