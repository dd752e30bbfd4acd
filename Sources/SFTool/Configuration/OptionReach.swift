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
    "checkpoint", "dir", "directory", "gnuplot", "html", "joblog", "journal", "ledger", "log_file",
    "make_keys", "output", "parquet", "results", "store", "svg", "tee", "training", "write",
  ]

  /// The text of a pipeline, also in a file or in the directory of a session, may start any program.
  private static let programs: Set<String> = [
    "duckdb", "model", "notify", "pipelines", "session", "words",
  ]

  var reach: OptionReach? {
    if Self.writing.contains(key) { return .writing }
    let isProgram = kind == .command || name == "--file" || Self.programs.contains(key)
    return isProgram ? .program : nil
  }

  /// Whether it names files to read, or texts that name them.
  var readsFiles: Bool {
    kind == .positional || kind == .command
      || ["file", "store", "place", "spec"].contains(valueName)
  }
}
