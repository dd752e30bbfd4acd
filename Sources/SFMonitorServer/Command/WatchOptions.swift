import ArgumentParser
import SFCore
import SFMonitor

/// What is watched for.
struct WatchOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A rule of alerts, as drawdown:max=0.1; may be given more than once.", valueName: "spec"))
  var alert: [String] = []

  @Option(
    help: ArgumentHelp(
      "The backtest of the strategy: its days say what equity may be expected.",
      valueName: "file"))
  var expected: String?

  @Flag(help: "Look once, say what is wrong, and end: with 1 where something is.")
  var once = false

  init() {}

  /// The rules: those that were named, else all with their defaults.
  func watches() throws -> [AlertBook.Watch] {
    let specs = alert.isEmpty ? alertRuleCatalog.members.map(\.kind) : alert
    return try specs.map { try AlertBook.Watch($0) }
  }
}
