import ArgumentParser
import Logging
import SFCore
import SFReport
import SFTool
import SFTransport
import SFRun

/// `sf-report`: reads what a strategy wrote and prints how good it was.
public struct ReportCommand: StageCommand {
  public static let examples = [
    Example(
      "A report of a backtest on a market of random prices",
      "sf-ingest --synthetic --seed 7 --bars 20000 | sf-features sma:20 sma:50 |\n"
        + "    sf-detect sma_cross:20,50 | sf-strategy | tee run.jsonl | sf-report"),
    Example(
      "The same run as a page with charts, for any browser and without a network",
      "sf-report run.jsonl --html report.html"),
    Example("One figure of it, exact", "sf-report run.jsonl --format json | jq .summary.sharpe"),
  ]
  public static let configuration = toolConfiguration(
    "sf-report", "Judges a strategy: returns, risk, round trips and costs of a run.",
    more: "Reads the lines of sf-strategy. Percentages are for people; json, jsonl and csv give "
      + "fractions, exact, and nothing (null) for a figure that does not exist. Days are those of "
      + "the run, as --calendar and --days-per-year of its stages say, or as they say here.")

  public static let writesStream = false
  public var files: [String] { [stream.output, options.html ?? "-"].filter { $0 != "-" } }

  @Argument(help: ArgumentHelp("The run; - is standard input.", valueName: "file"))
  public var inputPath = "-"

  @OptionGroup(title: "Report") var options: ReportOptions
  @OptionGroup(title: "Stream") public var stream: StreamOptions
  @OptionGroup(title: "Checkpoints") public var checkpoints: CheckpointOptions
  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public func validate() throws {
    guard options.compare.isEmpty || inputPath == "-" else {
      throw ValidationError("--compare names all runs: put '\(inputPath)' behind it")
    }
    guard options.sweep == nil || inputPath == "-" && options.compare.isEmpty else {
      throw ValidationError("--sweep stands alone: no run and no --compare beside it")
    }
    guard options.ledger == nil || alone else {
      throw ValidationError("--ledger stands alone: no run, --sweep, --compare, --html or --output")
    }
    guard options.by == nil || options.sweep != nil else {
      throw ValidationError("--by goes with --sweep")
    }
    guard options.compare.count != 1 else {
      throw ValidationError("--compare needs two runs or more")
    }
    guard !checkpoints.isAsked || options.sweep == nil && options.compare.isEmpty else {
      throw ValidationError("--checkpoint goes with the report of one run")
    }
    guard options.html != stream.output else {
      throw ValidationError("--html and --output name the same place, '\(stream.output)'")
    }
    guard options.sweep == nil || !options.days.isGiven else {
      throw ValidationError("--calendar and --days-per-year of a sweep are options of sf-sweep")
    }
    guard options.explain else { return }
    var text = Metric.explanation(options.format, daysPerYear: try options.days.knownDays())
    text.removeLast()
    throw CleanExit.message(text)
  }

  /// Whether nothing is said of a run, nor of a place to write to.
  private var alone: Bool {
    inputPath == "-" && options.sweep == nil && options.compare.isEmpty && options.html == nil
      && stream.output == "-" && !checkpoints.isAsked
  }

  public func run(_ log: Logger) throws -> ExitStatus {
    // Who reads reports of runs links no database.
    if let ledger = options.ledger {
      throw SiblingTool.become(
        "sf-broker", ["shortfall", ledger, "--format", options.format.rawValue])
    }
    guard options.sweep != nil || !options.compare.isEmpty else { return try runStage(log) }
    for path in [stream.output, options.html ?? "-"] { try AtomicFile.check(path) }
    if let path = options.sweep { return try showSweep(path) }
    return try ComparedRuns(paths: options.compare, options: options, stream: stream).run(log)
  }

  private func showSweep(_ path: String) throws -> ExitStatus {
    try Interruption.install(grace: stream.graceSeconds)
    let sweep = try SweepFile.read(path, by: try options.figure())
    try AtomicFile.write(options.format.text(sweep.tables, notes: sweep.notes), to: stream.output)
    if let html = options.html { try AtomicFile.write(SweepPage.text(of: sweep), to: html) }
    return .done
  }

  public func makeLink(_ log: Logger) throws -> Chain.Link {
    for path in [stream.output, options.html ?? "-"] { try AtomicFile.check(path) }
    return Chain.Link(
      ReportStage(
        try options.trust.settings(), days: try options.days.judged(),
        keepsPage: options.html != nil,
        keepsBars: options.html != nil), entry: nil)
  }

  public func conclude(
    _ stage: any Stage, _ outcome: Chain.Outcome, _ log: Logger
  ) throws -> ExitStatus {
    guard let stage = stage as? ReportStage else {
      preconditionFailure("the chain gives back the stage that makeLink made")
    }
    let report = try stage.report(isComplete: outcome == .done)
    try AtomicFile.write(
      options.format.text(report.tables, notes: report.notes), to: stream.output)
    if let html = options.html, let page = HTMLPage.text(of: report) {
      try AtomicFile.write(page, to: html)
    }
    if let note = report.ruinNote { log.warning("\(inputPath): \(note)") }
    if outcome == .cut {
      log.error("\(inputPath): found the end of a stream that was cut, expected an 'end' line")
    }
    if outcome == .open { log.sayOpen(inputPath) }
    return ExitStatus(outcome)
  }
}
