import ArgumentParser
import Logging
import SFCore
import SFLabel
import SFTool
import SFRun

/// `sf-label`: reads bars and signals, adds what came of them.
public struct LabelCommand: StageCommand {
  public static let examples: [Example] = [
    Example(
      "Features, and for each bar which of two levels the price meets first.",
      """
      sf-ingest --synthetic | sf-features rsi:14 atr:14 |
          sf-label triple_barrier:horizon=60,up=0.005,down=0.005
      """),
    Example(
      "Of each signal whether it was right, as a table.",
      """
      sf-ingest --synthetic | sf-features sma:5 sma:20 | sf-detect sma_cross:5,20 |
          sf-label right=meta_label:horizon=30 | sf-cat --type label --csv
      """),
    Example("Every label, with parameters.", "sf-label --list"),
  ]

  public static let configuration: CommandConfiguration = toolConfiguration(
    "sf-label", "Labels bars and signals with what came of them, for training in other programs.",
    more: """
      SPECS:
        kind[:value,…][,key=value…], for example fixed_horizon:20. A label has the name
        of its kind and all its values (fixed_horizon_20_return_0), or NAME with NAME=spec.

      A label is written when it has become known: at is the bar that it is about, ts
      that moment, t1 the last bar that it looked at, return what was gained to there.
      Every bar (for meta_label: every signal) gets one line for each label; its value
      is null where the stream ended first. Train with the features of at; from samples
      to test on, keep away those whose at to t1 overlaps them. No strategy reads
      labels: sf-strategy refuses a stream that has them.
      """)

  @Argument(help: ArgumentHelp("What to say, in the order of the lines.", valueName: "spec"))
  var specs: [String] = []

  @OptionGroup public var listing: ListOptions

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

  private var said: StreamWord { StreamWord(specs, input: input) }

  public func run(_ log: Logger) throws -> ExitStatus {
    guard listing.list else { return try runStage(log) }
    try listing.show([ListedCatalog(labelerCatalog)], names: specs)
    return .done
  }

  public func makeLink(_ log: Logger) throws -> Chain.Link {
    let said = said
    try said.check()
    guard !said.specs.isEmpty else {
      throw UsageError(
        "found no spec, expected at least one",
        help: "for example sf-label fixed_horizon:20; --list shows all")
    }
    let forwards = try forward.types(default: .all)
    let stage = try LabelStage(said.specs)
    let entry = StageEntry(
      name: Self.toolName, version: Tool.version,
      config: [
        Setting("specs", stage.specs), Setting("input", inputPath),
        Setting("forward", forward.forward ?? "all"),
      ] + stream.errors.settings)
    return Chain.Link(stage, entry: entry, forwards: forwards)
  }
}
