import ArgumentParser
import Logging
import SFCore
import SFReport
import SFTool
import SFTransport

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
      + "fractions, exact, and nothing (null) for a figure that does not exist.")

  public static let writesStream = false

  @Argument(help: ArgumentHelp("The run; - is standard input.", valueName: "file"))
  public var inputPath = "-"

  @OptionGroup(title: "Report") var options: ReportOptions
  @OptionGroup(title: "Stream") public var stream: StreamOptions
  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public func validate() throws {
    guard options.explain else { return }
    var text = Metric.explanation(options.format)
    text.removeLast()
    throw CleanExit.message(text)
  }

  public func makeLink(_ log: Logger) throws -> Chain.Link {
    for path in [stream.output, options.html ?? "-"] { try AtomicFile.check(path) }
    return Chain.Link(
      ReportStage(try options.trust.settings(), keepsPage: options.html != nil), entry: nil)
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
    if outcome == .cut {
      log.error("\(inputPath): found the end of a stream that was cut, expected an 'end' line")
    }
    return ExitStatus(outcome)
  }
}

/// What a report looks like.
struct ReportOptions: ParsableArguments {
  @Option(help: "How the tables look.")
  var format = TableFormat.text

  @Option(help: ArgumentHelp("Also write a page with charts here.", valueName: "file"))
  var html: String?

  @OptionGroup var trust: TrustOptions

  @Flag(help: "Print what each figure means, and end.")
  var explain = false
}

/// How far the figures can be trusted.
struct TrustOptions: ParsableArguments {
  @Flag(help: "Also intervals of the figures, the probability of skill, and other orders.")
  var confidence = false

  @Option(
    help: ArgumentHelp(
      "With --confidence: how often to draw anew. [default: 2000]", valueName: "count"))
  var resamples: Int?

  @Option(help: ArgumentHelp("With --confidence: the seed of the draws. [default: 1]"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "With --confidence: the share that an interval holds. [default: 0.95]",
      valueName: "fraction"))
  var level: Double?

  func validate() throws {
    guard !confidence, resamples != nil || seed != nil || level != nil else { return }
    throw ValidationError("--resamples, --seed and --level go with --confidence")
  }

  func settings() throws(ConfigurationError) -> Confidence.Settings? {
    guard confidence else { return nil }
    return try Confidence.Settings(
      resamples: resamples ?? 2_000, seed: seed ?? 1, level: level ?? 0.95)
  }
}

extension TableFormat: ExpressibleByArgument {}
