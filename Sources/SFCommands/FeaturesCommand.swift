import ArgumentParser
import Logging
import SFCore
import SFFeatures
import SFTool

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
      """)

  @Argument(help: ArgumentHelp("What to compute, in the order of the columns.", valueName: "spec"))
  var specs: [String] = []

  @OptionGroup public var listing: ListOptions

  @Option(help: ArgumentHelp("Read this stream; - is standard input.", valueName: "file"))
  var input = "-"

  @OptionGroup public var forward: ForwardOptions
  @OptionGroup public var stream: StreamOptions
  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public var inputPath: String { input }

  public func run(_ log: Logger) throws -> ExitStatus {
    guard listing.list else { return try runStage(log) }
    listing.show(featureCatalog) { member in
      (member as? any Feature.Type).map { type in
        .array(
          type.outputs.map {
            .object([("suffix", .string($0.suffix)), ("unit", .string($0.unit.rawValue))])
          })
      }
    }
    return .done
  }

  public func makeLink(_ log: Logger) throws -> Chain.Link {
    guard !specs.isEmpty else {
      throw UsageError(
        "found no spec, expected at least one",
        help: "for example sf-features sma:20; --list shows all")
    }
    let forwards = try forward.types(default: .all)
    let stage = try FeatureStage(specs)
    let entry = StageEntry(
      name: Self.toolName, version: Tool.version,
      config: [
        Setting("specs", stage.specs), Setting("input", input),
        Setting("forward", forward.forward ?? "all"),
      ] + stream.errors.settings,
      columns: stage.columns, units: stage.units)
    return Chain.Link(stage, entry: entry, forwards: forwards)
  }
}
