import ArgumentParser
import SFCore

/// Where a tool is told its options beside the command line, and how to see what came of it.
public struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read options from this YAML file in place of ./sf.yaml; flags and SF_... variables win.",
      valueName: "file"))
  public var config: String?

  @Flag(help: "Print each option with its value and where that came from, and end.")
  var showConfig = false

  /// What the command line became.
  var configuration: Configuration?

  public init() {}

  private enum CodingKeys: String, CodingKey { case config, showConfig }
}

extension ToolCommand {
  /// What the body gives; a setting that it refuses is blamed on the line of the file that said it.
  public func placing<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as ConfigurationError {
      throw configured.configuration?.located(error) ?? error
    }
  }
}
