import ArgumentParser
import Logging
import SFCommands
import SFCore
import SFReport
import SFStats
import SFTool
import SFTransport
import SFRun

/// `sf-walk`: chooses parameters on one slice of time and judges them on the next.
public struct WalkCommand: ToolCommand {
  private static let sweep =
    "sf-sweep --grid fast=5..20:5 --grid slow=30..60:30 'sf-ingest --synthetic --bars 20000 --interval 15m --seed 7 | sf-features sma:{fast} sma:{slow} | sf-detect sma_cross:{fast},{slow} | sf-strategy --exit tp_sl'"

  public static let examples = [
    Example(
      "Three months to choose on, one to judge on, from month to month",
      "sf-walk --train 90d --test 30d -- \(sweep)"),
    Example(
      "A day between the two that is in neither, and all of the past to choose on",
      "sf-walk --train 60d --test 30d --anchored --embargo 1d --by profit_factor -- \(sweep)"),
    Example(
      "The tests as one run, for a report",
      "sf-walk --train 90d --test 30d --output walk.jsonl -- \(sweep) && sf-report walk.jsonl"),
  ]

  public static let configuration = toolConfiguration(
    "sf-walk", "Chooses parameters on one slice of time and judges them on the next.",
    more: """
      Behind -- stands a sweep. On each train slice all its trials run, and the
      best by --by is traded in the test slice behind it. Features and detectors
      have seen all that came before a slice; the strategy begins with it, and
      closes its positions at its end.

      One capital goes through all tests: each begins with what the one before
      ended with. Trainings begin with the capital of the pipeline, and are trials
      of the sweep: with its --results FILE a walk that was killed goes on where it
      stopped.
      """)

  @Option(
    help: ArgumentHelp("The length of a slice to choose on: 180d, 12h.", valueName: "span"),
    transform: WalkCommand.span)
  var train: TimeSpan?

  @Option(
    help: ArgumentHelp("The length of a slice to judge on.", valueName: "span"),
    transform: WalkCommand.span)
  var test: TimeSpan?

  @Option(
    help: ArgumentHelp(
      "From one test to the next. [default: the length of a test]", valueName: "span"),
    transform: WalkCommand.span)
  var step: TimeSpan?

  @Option(
    help: ArgumentHelp(
      "What lies between the two and is in neither. [default: nothing]", valueName: "span"),
    transform: WalkCommand.span)
  var embargo: TimeSpan?

  @Flag(help: "Every train slice begins with the market.")
  var anchored = false

  @Option(
    help: ArgumentHelp(
      "The figure to choose by, the best: sf-report --explain says of which less is better.",
      valueName: "figure"))
  var by = "sharpe"

  @OptionGroup var days: MarketDaysOptions

  @Option(help: "How the tables look.")
  var format = TableFormat.text

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the tests as one run there.", valueName: "file"))
  var output: String?

  @Option(help: "Show progress on standard error: auto (on a terminal), json or never.")
  var progress = ProgressMode.auto

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("sf-sweep with its options and its pipeline.", valueName: "sweep"))
  var words: [String] = []

  public init() {}

  public func run(_ log: Logger) throws -> ExitStatus {
    let figure = try Metric.judging(by: by)
    guard let train, let test else {
      throw UsageError(
        "--train and --test are needed", help: "for example: \(Self.examples[0].command)")
    }
    let schedule = try WalkSchedule(
      train: train.milliseconds, test: test.milliseconds, step: step?.milliseconds,
      embargo: embargo?.milliseconds ?? 0, isAnchored: anchored)
    try Interruption.install(grace: 5)
    if let output { try AtomicFile.check(output) }
    let plan = try sweepCommand().plan(log)
    guard let first = plan.trials.first else {
      throw ConfigurationError("--where", "keeps no trial")
    }
    let (market, capital) = try plan.sweep.market(of: first)
    let folds = try folds(schedule, market, log)
    let run = WalkRun(
      sweep: plan.sweep, trials: plan.trials, figure: figure, file: try plan.results(),
      meter: TrialMeter(
        progress, tool: Self.toolName, total: folds.count * plan.trials.count,
        writesToStandardOutput: false, plan.sweep.clock))
    defer { run.meter.erase() }
    let (judged, record, failed) = try run.run(folds, capital: capital)
    run.meter.erase()
    if Interruption.isRequested { return Interruption.exitStatus }
    guard record.last != nil else {
      throw StageError(
        .badData, "found no fold in which a trial has the figure '\(by)'",
        help: figure.needsDays
          ? "it needs \(DailyReturns.minimumForYear) daily returns, and a train slice has "
            + "\(train.milliseconds / Timestamp.millisecondsPerDay) days: take a longer --train, or "
            + "judge --by total_return_fraction" : nil)
    }
    let joined = try record.judged(plan.sweep.report())
    let tables = WalkTables(
      folds: judged, figure: figure, joined: joined, names: plan.names)
    print(format.text(tables.all, notes: tables.notes), terminator: "")
    if let output {
      var record = record
      record.header.stages.append(WalkFolds.entry(version: Tool.version, tables.foldTable))
      try write(record, to: output)
    }
    if judged.count < folds.count {
      log.warning("the capital was lost in fold \(judged.count) of \(folds.count)")
    }
    if failed > 0 { log.error("trials that failed: \(failed)") }
    return failed > 0 ? .found : .done
  }

  @Sendable private static func span(_ text: String) throws -> TimeSpan {
    guard let span = TimeSpan(text) else {
      throw ValidationError("expected a number and one of s m h d w, such as 30d")
    }
    return span
  }

  private func sweepCommand() throws -> SweepCommand {
    guard let tool = words.first, SweepMode.tool(of: tool) == SweepCommand.toolName else {
      throw UsageError(
        "found \(words.first.map { "'\($0)'" } ?? "nothing") behind --, expected sf-sweep",
        help: "for example: \(Self.examples[0].command)")
    }
    let arguments = Array(words.dropFirst())
    var sweep = try Tool.parse(SweepCommand.self, arguments, file: configured.config)
    // What is said of the walk is said of its sweep.
    if days.dated.calendar != nil { sweep.days.dated.calendar = days.dated.calendar }
    if days.daysPerYear != nil { sweep.days.daysPerYear = days.daysPerYear }
    return sweep
  }

  /// Beyond it a step was mistyped.
  private static let mostFolds = 100_000

  private func folds(
    _ schedule: WalkSchedule, _ market: SharedMarket, _ log: Logger
  ) throws -> [WalkSchedule.Fold] {
    guard let begin = market.open, let end = market.lastTs else {
      throw StageError(.badData, "found no bar, expected a market to walk through")
    }
    guard (end - begin) / schedule.step <= Self.mostFolds else {
      throw ConfigurationError(
        "--step", "makes more than \(Self.mostFolds) folds of a market from \(begin) to \(end)")
    }
    let folds = schedule.folds(from: begin, to: end)
    guard let last = folds.last else {
      throw ConfigurationError(
        "--train, --test", "are longer than the market, which goes from \(begin) to \(end)")
    }
    let rest = Double(end - last.test.to) / Double(Timestamp.millisecondsPerDay)
    if rest > 0 { log.info("days at the end that are in no test: \(rest)") }
    return folds
  }

  private func write(_ record: RunRecord, to path: String) throws {
    try AtomicFile.write(to: path) { sink in
      var chain = Chain(RecordSource(record), [], [Tap(after: 0, to: sink)])
      _ = try chain.run()
    }
  }
}
