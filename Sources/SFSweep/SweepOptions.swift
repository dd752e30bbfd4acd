import ArgumentParser
import SFCommands
import SFCore
import SFEngine
import SFReport
import SFTool
import SFTransport
import SFWire

/// Which trials a sweep has.
struct SpaceOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Every combination of such values: NAME=5..50:5, NAME=a,b,c.", valueName: "name=values"))
  var grid: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "With --random: NAME=uniform(a,b), loguniform(a,b), int(a,b) or choice(a,b,c).",
      valueName: "name=law"))
  var draw: [String] = []

  @Option(help: ArgumentHelp("So many trials, drawn at random by --draw.", valueName: "count"))
  var random: Int?

  @Option(help: "The seed of --random.")
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "Trials as lines of JSON, {\"fast\":5,\"slow\":20}; - answers each as it comes.",
      valueName: "file"))
  var trials: String?

  @Option(
    name: .customLong("where"), parsing: .singleValue,
    help: ArgumentHelp(
      "Only trials for which this holds, such as 'fast < slow'.", valueName: "condition"))
  var conditions: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A parameter that is the same in all trials.", valueName: "name=value"))
  var set: [String] = []

  /// Which of them go together; not for `collect`, which has no trials of its own.
  func check() throws(UsageError) {
    let given = [!grid.isEmpty, random != nil, trials != nil].count { $0 }
    guard given == 1 else {
      throw UsageError("give one of --grid, --random with --draw, and --trials")
    }
    guard (random == nil) == draw.isEmpty else {
      throw UsageError("--random and --draw go together")
    }
    if let random, !(1...ParameterSpace.most).contains(random) {
      throw UsageError("--random must be between 1 and \(ParameterSpace.most), is \(random)")
    }
  }

  func fixed() throws(ConfigurationError) -> [Trial.Parameter] {
    var fixed: [Trial.Parameter] = []
    for text in set {
      let (name, rest) = try NamedText.split(text, "--set", example: "sl=0.015")
      let values = try NamedText.values(rest, of: text, "--set")
      guard values.count == 1 else {
        throw ConfigurationError("--set", "gives \(values.count) values in '\(text)', expected one")
      }
      fixed.append(Trial.Parameter(name, values[0]))
    }
    return fixed
  }

  /// The conditions over parameters of these names.
  func filters(_ names: [String]) throws(ConfigurationError) -> [WhereFilter] {
    try conditions.map { text throws(ConfigurationError) in try WhereFilter(text, names) }
  }

  /// The space; not for `--trials -`, which has no end that is known.
  func space() throws -> ParameterSpace {
    if let trials { return .list(try Self.trials(inFile: trials)) }
    if let random {
      return .random(
        try draw.map { text throws(ConfigurationError) in try DrawnAxis(text) }, count: random,
        seed: seed)
    }
    return try ParameterSpace(
      grid: try grid.map { text throws(ConfigurationError) in try GridAxis(text) })
  }

  private static func trials(inFile path: String) throws -> [Trial] {
    var lines = try TrialReader(path)
    var trials: [Trial] = []
    while let trial = try lines.next() { trials.append(trial) }
    guard !trials.isEmpty else {
      throw StageError(.badData, "\(path): found no trial, expected lines of JSON")
    }
    return trials
  }
}

/// Where results go, and in what form.
struct ResultOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Append results here, and skip trials that it has.", valueName: "file"))
  var results: String?

  @Option(
    help: ArgumentHelp("Write when each trial ended and what it took.", valueName: "file"))
  var joblog: String?

  @Option(help: ArgumentHelp("At the end a table of the best trials.", valueName: "count"))
  var top: Int?

  @Option(
    help: ArgumentHelp(
      "The figure that --top sorts by, the best first: sf-report --explain says of which less is better.",
      valueName: "figure"))
  var by = "sharpe"

  @Flag(help: "At the end a table of the best trial with each parameter one step lower and higher.")
  var sensitivity = false

  @Option(help: "How the tables at the end look.")
  var format = TableFormat.text

  @Option(help: "Show progress on standard error: auto (on a terminal), json or never.")
  var progress = ProgressMode.auto

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top must be at least 1, is \(top)") }
  }

  /// Whether tables are wanted in place of lines.
  var hasTables: Bool { top != nil || sensitivity }
}

/// How trials are spread over cores and machines.
struct SpreadOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "Trials at a time. [default: one for each core]")
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "Only the K-th of N parts of the trials, as scripts of --emit ask.", valueName: "K/N"),
    transform: Chunk.init(text:))
  var chunk: Chunk?

  @Option(help: "Print a script that runs the sweep by another engine: parallel or slurm.")
  var emit: Engine?

  @Option(
    help: ArgumentHelp("With --emit: in so many parts. [default: 100]", valueName: "count"))
  var chunks: Int?

  @Option(
    help: ArgumentHelp(
      "With --emit: where the parts and their log are kept.", valueName: "directory"))
  var directory: String?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1, is \(jobs)") }
    if let chunks, chunks < 1 { throw ValidationError("--chunks must be at least 1, is \(chunks)") }
    guard (emit == nil) == (directory == nil) else {
      throw ValidationError("--emit and --directory go together")
    }
    if let directory, ShellWord.quoted(directory) != directory {
      throw ValidationError(
        "--directory must be of letters, digits and ._+:@/=-, to stand in a script, is '\(directory)'"
      )
    }
    if chunks != nil, emit == nil { throw ValidationError("--chunks goes with --emit") }
  }
}

extension SweepMode: ExpressibleByArgument {}

extension MarketDaysOptions {
  /// What makes another trial of the same pipeline; nothing where nothing is said. A calendar is what
  /// its file says.
  func identity() throws -> [String] {
    guard isGiven else { return [] }
    return try words
      + [dated.calendar.flatMap { try Self.file($0) }].compactMap(\.self)
  }

  private static func file(_ name: String) throws -> String? {
    try CalendarOptions.isFile(name) ? TrialIdentity.digest(ofFile: name) : nil
  }
}
