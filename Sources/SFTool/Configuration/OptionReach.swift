/// What an option lets a tool do beside its answer.
enum OptionReach {
  /// A file or a directory is written.
  case writing
  /// A program is run.
  case program

  var noun: String { self == .writing ? "a place of writing" : "a program" }
}

extension ToolOption {
  private static let writing: Set<String> = [
    "checkpoint", "directory", "gnuplot", "html", "joblog", "log_file", "output", "parquet",
    "results", "store", "svg",
  ]

  /// The text of a pipeline, also in a file, may start any program.
  private static let programs: Set<String> = ["duckdb", "pipelines", "wordss"]

  var reach: OptionReach? {
    if Self.writing.contains(key) { return .writing }
    let isProgram = kind == .command || name == "--file" || Self.programs.contains(key)
    return isProgram ? .program : nil
  }

  /// Whether it names files to read, or texts that name them.
  var readsFiles: Bool {
    kind == .positional || kind == .command || ["file", "store", "place"].contains(valueName)
  }
}
