import ArgumentParser
import Logging
import SFCommands
import SFCore
import SFRun
import SFTool
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `sf-sweep`: runs a pipeline once for each choice of its parameters.
public struct SweepCommand: ToolCommand {
  public static let examples = [
    Example(
      "Two averages in all combinations, the best by Sharpe ratio",
      "sf-sweep --grid fast=5..20:5 --grid slow=20..60:20 --where 'fast < slow' --top 3 'sf-ingest --synthetic --bars 5000 | sf-features sma:{fast} sma:{slow} | sf-detect sma_cross:{fast},{slow} | sf-strategy --exit tp_sl'"
    ),
    Example(
      "A random search, kept in a file; run it again and it goes on",
      "sf-sweep --random 20 --draw 'sl=uniform(0.005,0.03)' --results sweep.jsonl 'sf-ingest --synthetic --bars 5000 | sf-features sma:20 sma:50 | sf-detect sma_cross:20,50 | sf-strategy --exit tp_sl:stop_loss_pct={sl}'"
    ),
    Example(
      "Trials of an optimiser, answered one by one",
      "echo '{\"bars\":30}' | sf-sweep --trials - 'sf-ingest --synthetic --bars 5000 | sf-features sma:20 sma:50 | sf-detect sma_cross:20,50 | sf-strategy --exit time:max_bars={bars}'"
    ),
  ]

  public static let configuration = toolConfiguration(
    "sf-sweep", "Runs a pipeline once for each choice of its parameters.",
    more: """
      The pipeline is the text that sf-backtest takes, with {name} where a parameter stands. Its
      market is read once, features that trials share are computed once, and trials run on all
      cores. Each gives one line of JSON: its id, its parameters, and every figure of sf-report.
      The id says what was run: the text, the parameters, options that files and
      variables say, and the bytes of the input files, also of a store in a file.
      A failed trial is a line too; the exit status is then 1.

      sf-sweep collect DIRECTORY merges the parts that a script of --emit has run, and checks
      that no trial is missing or there twice.
      """)

  @OptionGroup(title: "Trials") var spaces: SpaceOptions
  @OptionGroup(title: "Results") var output: ResultOptions

  @Option(
    help: ArgumentHelp(
      "portfolio: as the pipeline says; isolated: each symbol alone with its share of the capital; "
        + "unlimited: every signal with the same notional, whatever the pipeline limits; figures "
        + "are of the capital that this needed."))
  var mode = SweepMode.portfolio

  @OptionGroup(title: "Trials") var days: MarketDaysOptions

  @OptionGroup(title: "Engines") var spread: SpreadOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Read the pipeline from this file.", valueName: "file"))
  var file: String?

  @Flag(name: [.customShort("n"), .long], help: "Print the trials with their ids and run none.")
  var dryRun = false

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  @Argument(help: "The text of the pipeline (not with --file), or collect and a directory.")
  var words: [String] = []

  public init() {}

  public func run(_ log: Logger) throws -> ExitStatus {
    if words.first == "collect" { return try collect() }
    try Interruption.install(grace: 5)
    if spaces.trials == "-" {
      try spaces.check()
      let template = try PipelineTemplate(try text())
      return try TrialAnswers(
        template, try spaces.fixed(), sweep(template, log), output.results
      ).run()
    }
    let plan = try plan(log)
    if let engine = spread.emit { return try emit(engine, plan) }
    let trials = spread.chunk.map { Array($0.of(plan.trials)) } ?? plan.trials
    if dryRun {
      for trial in trials {
        print("{\"id\":\"\(plan.sweep.id(of: trial))\",\"parameters\":\(trial.json)}")
      }
      return .done
    }
    return try SweepRun(plan.sweep, output, log).run(trials) {
      Sensitivity(around: $0, in: plan.space, keeps: plan.keeps)
    }
  }

  /// What a sweep consists of.
  struct Plan {
    let sweep: Sweep
    let space: ParameterSpace
    let trials: [Trial]
    /// Whether a choice of parameters is a trial at all.
    let keeps: (Trial) -> Bool
    /// Where results are kept; `nil` when they are not.
    let resultsPath: String?

    func results() throws -> ResultsFile? { try resultsPath.map { try ResultsFile($0) } }

    /// What is chosen: not what is the same in all.
    var names: [String] { space.names }
  }

  /// The sweep as the options say; its trials must be known before it begins.
  func plan(_ log: Logger) throws -> Plan {
    try spaces.check()
    guard spaces.trials != "-" else {
      throw UsageError("'--trials -' has no end that is known, expected a file")
    }
    let template = try PipelineTemplate(try text())
    let fixed = try spaces.fixed()
    let space = try spaces.space()
    try template.check(space.names + fixed.map(\.name))
    let filters = try spaces.filters(space.names + fixed.map(\.name))
    func keeps(_ trial: Trial) -> Bool { filters.allSatisfy { $0.keeps(trial) } }
    let all = space.trials(with: fixed)
    let trials = all.filter(keeps)
    guard !trials.isEmpty else {
      throw ConfigurationError("--where", "leaves none of \(all.count) trials")
    }
    return Plan(
      sweep: try sweep(template, log), space: space, trials: trials, keeps: keeps,
      resultsPath: output.results)
  }

  private func text() throws -> String {
    switch (file, words.count) {
    case (let file?, 0): return try Endpoint.text(of: file)
    case (nil, 1): return words[0]
    case (nil, 0):
      throw UsageError("no pipeline was given", help: "for example: \(Self.examples[0].command)")
    default:
      throw UsageError(
        "found '\(words[words.count - 1])' behind the pipeline",
        help: "quote the pipeline as one word")
    }
  }

  private func collect() throws -> ExitStatus {
    guard words.count == 2 else {
      throw UsageError("found \(words.count - 1) words behind collect, expected a directory")
    }
    let sink = try Endpoint.open(output: "-")
    for line in try Parts.merged(words[1]) { try sink.write(text: line) }
    return .done
  }

  private func sweep(_ template: PipelineTemplate, _ log: Logger) throws -> Sweep {
    let jobs = spread.jobs ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    let inputs = try InputFiles(of: template, configured.config, jobs: jobs)
    let identity = try TrialIdentity(
      pipeline: template.text, mode: mode.rawValue, inputs: inputs.ofAll + days.identity(),
      ofTrial: inputs.ofTrial)
    return Sweep(
      template, identity, mode, days: days.words, configuration: configured.config, jobs: jobs, log,
      SystemClock())
  }

  private func emit(_ engine: Engine, _ plan: Plan) throws -> ExitStatus {
    guard let directory = spread.directory else { preconditionFailure("validated") }
    try Parts.write(plan.trials.map(plan.sweep.id), in: directory)
    let chunks = min(spread.chunks ?? 100, max(1, plan.trials.count))
    let own = EngineArguments.without(Array(CommandLine.arguments.dropFirst()))
    print(engine.script(own, chunks: chunks, directory: directory), terminator: "")
    return .done
  }
}
