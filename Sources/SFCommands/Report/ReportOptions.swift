import ArgumentParser
import SFCore
import SFReport

/// What a report looks like.
struct ReportOptions: ParsableArguments {
  @Option(help: "How the tables look.")
  var format = TableFormat.text

  @Option(help: ArgumentHelp("Also write a page with charts here.", valueName: "file"))
  var html: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Compare these runs with the first of them, in place of one report.", valueName: "file"))
  var compare: [String] = []

  @Option(
    help: ArgumentHelp(
      "Show the trials of a sweep, from the results of sf-sweep, in place of one report.",
      valueName: "file"))
  var sweep: String?

  @Option(
    help: ArgumentHelp(
      "With --sweep: the figure that trials are judged by. [default: sharpe]", valueName: "figure"))
  var by: String?

  @Option(
    help: ArgumentHelp(
      "Show what fills cost against the market at their decisions, from the ledger of sf-broker or the directory of its session, in place of one report.",
      valueName: "file"))
  var ledger: String?

  @OptionGroup var days: MarketDaysOptions

  @OptionGroup var trust: TrustOptions

  @Flag(help: "Print what each figure means, and end.")
  var explain = false
}

extension ReportOptions {
  /// The figure that trials are judged by.
  func figure() throws(ConfigurationError) -> Metric {
    try Metric.judging(by: by ?? "sharpe")
  }
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
