import ArgumentParser
import Logging
import SFCore
import SFDetect
import SFTool

/// `sf-detect`: reads bars and features, adds signals.
public struct DetectCommand: StageCommand {
  public static let examples: [Example] = [
    Example(
      "Crossings of two moving averages.",
      "sf-ingest --synthetic | sf-features sma:20 sma:50 | sf-detect sma_cross:20,50"),
    Example(
      "Oversold, under a name of your own.",
      """
      sf-ingest --synthetic | sf-features rsi:14 |
          sf-detect low=threshold:rsi_14,below=30,direction=rise
      """),
    Example("Everything that can be detected, with parameters.", "sf-detect --list"),
  ]

  public static let configuration: CommandConfiguration = toolConfiguration(
    "sf-detect", "Detects what happens in bars and features: crossings, thresholds.",
    more: """
      SPECS:
        kind[:value,…][,key=value…], for example sma_cross:20,50. A detector signs
        as its kind and all its values (sma_cross_20_50), or as NAME with NAME=spec.
        The columns that it needs must be in the stream: sf-features adds them.
      """)

  @Argument(
    help: ArgumentHelp("What to look for, in the order of the signals.", valueName: "spec"))
  var detectors: [String] = []

  @OptionGroup public var listing: ListOptions

  @Option(help: ArgumentHelp("Read this stream; - is standard input.", valueName: "file"))
  var input = "-"

  @OptionGroup public var forward: ForwardOptions
  @OptionGroup public var stream: StreamOptions
  @OptionGroup(title: "Messages") public var talk: TalkOptions

  public init() {}

  public var inputPath: String { input }

  public func run(_ log: Logger) throws -> ExitStatus {
    guard listing.list else { return try runStage(log) }
    listing.show(detectorCatalog)
    return .done
  }

  public func makeLink(_ log: Logger) throws -> Chain.Link {
    guard !detectors.isEmpty else {
      throw UsageError(
        "found no spec, expected at least one",
        help: "for example sf-detect sma_cross:20,50; --list shows all")
    }
    let forwards = try forward.types(default: .all)
    let stage = try DetectStage(detectors)
    // `names` has one entry for each detector: who reads the header counts them for a quorum.
    let entry = StageEntry(
      name: Self.toolName, version: Tool.version,
      config: [
        Setting("detectors", stage.specs), Setting("names", stage.names),
        Setting("input", input), Setting("forward", forward.forward ?? "all"),
      ] + stream.errors.settings)
    return Chain.Link(stage, entry: entry, forwards: forwards)
  }
}
