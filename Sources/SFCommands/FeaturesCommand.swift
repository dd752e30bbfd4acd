import ArgumentParser
import Logging
import SFCore
import SFFeatures
import SFTool
import SFRun

/// `sf-features`: reads bars, adds a `features` line for each.
public struct FeaturesCommand: StageCommand {
  public static let examples: [Example] = [
    Example(
      "Two moving averages and a volatility for every bar.",
      "sf-ingest --synthetic | sf-features sma:20 sma:50 atr:14"),
    Example(
      "Columns under names of your own: fast, slow.",
      "sf-ingest --synthetic | sf-features fast=ema:12 slow=ema:26"),
    Example("Everything that can be computed, with parameters.", "sf-features --list"),
  ]

  public static let configuration: CommandConfiguration = toolConfiguration(
    "sf-features", "Computes features of bars: averages, oscillators, bands, volatility.",
    more: """
      SPECS:
        kind[:value,…][,key=value…], for example sma:20, macd:12,26,9, sma:period=20.
        The columns are the kind and all its values: sma_20, macd_12_26_9_signal,
        bbands_20_2_upper. NAME=spec gives them another name.
        A value is null until enough bars have come, and where it does not exist.
      OF WHAT:
        sma:20(high)                  a field in place of the close
        sma:5(rsi:14)                 another feature: sma_5_rsi_14
        sma:5(macd:12,26,9.signal)    one of its outputs; also macd.signal alone
        ema:50@1h                     completed longer bars: ema_50_1h
        lag:3(rsi:14)                 the value of three bars ago
        range=expr:(high-low)/close   arithmetic; columns that stand before it
        market_rank(rsi:14)           compared across all symbols of the mark
        Where a source is missing, a feature stays as it was and has no value.
      """)

  @Argument(help: ArgumentHelp("What to compute, in the order of the columns.", valueName: "spec"))
  var specs: [String] = []

  @OptionGroup public var listing: ListOptions

  @Option(
    help: ArgumentHelp(
      "Read this stream, which may also stand among the specs; - is standard input.",
      valueName: "file"))
  var input = "-"

  @Flag(help: "Write what is computed and pass on nothing else: the same as --forward none.")
  var only = false

  @Flag(
    help: "Write each value as a key of its line (type x_features), for programs that take tables.")
  var wide = false

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
    try listing.show(FeatureListing.catalogs, names: specs)
    return .done
  }

  public func makeLink(_ log: Logger) throws -> Chain.Link {
    let said = said
    try said.check()
    guard !said.specs.isEmpty else {
      throw UsageError(
        "found no spec, expected at least one",
        help: "for example sf-features sma:20; --list shows all")
    }
    if only, let types = forward.forward {
      throw UsageError("found --only and --forward \(types), expected one of them")
    }
    let forwards = only ? ForwardOptions.frame : try forward.types(default: .all)
    let stage = try FeatureStage(said.specs, form: wide ? .wide : .columns)
    let entry = StageEntry(
      name: Self.toolName, version: Tool.version,
      config: [
        Setting("specs", stage.specs), Setting("input", inputPath),
        Setting("only", only), Setting("wide", wide),
        Setting("forward", only ? "none" : forward.forward ?? "all"),
      ] + stream.errors.settings,
      columns: wide ? nil : stage.columns, units: wide ? nil : stage.units)
    return Chain.Link(stage, entry: entry, forwards: forwards)
  }
}
