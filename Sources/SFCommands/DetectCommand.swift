import ArgumentParser
import Logging
import SFCore
import SFDetect
import SFExpressions
import SFFeatures
import SFTool
import SFRun

/// `sf-detect`: reads bars and features, adds signals.
public struct DetectCommand: StageCommand {
  public static let examples: [Example] = [
    Example(
      "Crossings of two moving averages.",
      "sf-ingest --synthetic | sf-features sma:20 sma:50 | sf-detect sma_cross:20,50"),
    Example(
      "A condition of your own.",
      """
      sf-ingest --synthetic | sf-features rsi:14 sma:200 |
          sf-detect --name dip --rise 'rsi_14 < 30 and close > sma_200'
      """),
    Example("Everything that can be detected, with parameters.", "sf-detect --list"),
  ]

  public static let configuration: CommandConfiguration = toolConfiguration(
    "sf-detect", "Detects what happens in bars and features: crossings, extremes, conditions.",
    more: """
      SPECS:
        kind[:value,…][,key=value…], for example sma_cross:20,50. A detector signs
        as its kind and all its values (sma_cross_20_50), or as NAME with NAME=spec.
        The columns that it needs must be in the stream: sf-features adds them, and
        sf-features $(sf-detect SPEC… --print-features) just those.

      EXPRESSIONS:
        Numbers, columns, market fields, open high low close volume; + - * /;
        < <= == != >= >; and or not; functions of numbers x and y, conditions c and
        whole numbers of bars n:
      \(functionHelp)
        What is missing makes a number missing, and a condition neither true nor
        false; `and` is false as soon as one side is, `or` true as soon as one is.
      """)

  static let functionHelp = ExpressionFunction.allCases
    .map { function in
      let gap = String(repeating: " ", count: max(1, 19 - function.usage.count))
      return "    \(function.usage)\(gap)\(function.summary)"
    }
    .joined(separator: "\n")

  @Argument(
    help: ArgumentHelp("What to look for, in the order of the signals.", valueName: "spec"))
  var detectors: [String] = []

  @OptionGroup(title: "A condition of your own") var own: OwnDetectorOptions
  @OptionGroup(title: "Signals, of all detectors") var signals: SignalOptions
  @OptionGroup public var listing: ListOptions

  @Flag(help: "Print the specs for sf-features that feed these detectors, and end.")
  var printFeatures = false

  @Option(
    help: ArgumentHelp(
      "Read this stream, which may also stand among the specs; - is standard input.",
      valueName: "file"))
  var input = "-"

  @OptionGroup public var forward: ForwardOptions
  @OptionGroup public var stream: StreamOptions
  @OptionGroup(title: "Checkpoints") public var checkpoints: CheckpointOptions
  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public var inputPath: String { said.input }

  private var said: StreamWord { StreamWord(detectors, input: input) }

  public func run(_ log: Logger) throws -> ExitStatus {
    if listing.list {
      try listing.show([ListedCatalog(detectorCatalog)], names: detectors)
      return .done
    }
    guard printFeatures else { return try runStage(log) }
    let stage = try makeStage(log)
    print(try FeatureSpecs.feeding(stage.needs).joined(separator: " "))
    return .done
  }

  private func makeStage(_ log: Logger) throws -> DetectStage {
    let said = said
    try said.check()
    var specs = try said.specs.map { try Spec($0) }
    if let spec = try own.spec() { specs.append(spec) }
    guard !specs.isEmpty else {
      throw UsageError(
        "found no spec, expected at least one",
        help: "for example sf-detect sma_cross:20,50; --list shows all")
    }
    let options = try signals.options()
    let stage = try DetectStage(specs, options)
    for comparison in stage.comparisons {
      guard let doubt = FeatureRange.doubt(comparison.column, comparison.number) else { continue }
      log.warning("\(doubt)")
    }
    if let calibration = options.calibration {
      for name in stage.names where !calibration.knows(name) {
        log.warning(
          "\(signals.calibrate ?? ""): has no bins for \(name), whose signals stay as they are")
      }
    }
    return stage
  }

  public func makeLink(_ log: Logger) throws -> Chain.Link {
    let forwards = try forward.types(default: .all)
    let stage = try makeStage(log)
    // `names` has one entry for each detector: who reads the header counts them for a quorum.
    let entry = StageEntry(
      name: Self.toolName, version: Tool.version,
      config: [Setting("detectors", stage.specs), Setting("names", stage.names)]
        + signals.settings
        + [Setting("input", inputPath), Setting("forward", forward.forward ?? "all")]
        + stream.errors.settings)
    return Chain.Link(stage, entry: entry, forwards: forwards)
  }
}
