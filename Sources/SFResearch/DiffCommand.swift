import ArgumentParser
import Logging
import SFCheck
import SFCommands
import SFCore
import SFTool
import SFTransport
import SFWire

/// `sf-diff`: says by which line two runs differ first.
public struct DiffCommand: ToolCommand {
  public static let examples = [
    Example(
      "Two runs that are the same: nothing is said",
      "sf-ingest --synthetic --bars 500 | tee one.jsonl > two.jsonl && sf-diff one.jsonl two.jsonl"),
    Example(
      "A run that is another one",
      "sf-ingest --synthetic --bars 500 --seed 2 | sf-diff one.jsonl - || echo \"exit $?\""),
    Example(
      "The difference for a program",
      "sf-ingest --synthetic --bars 400 | sf-diff --json one.jsonl - | jq .ts"),
  ]

  public static let configuration = toolConfiguration(
    "sf-diff", "Says by which line two runs differ first, and what led to it.",
    more: """
      Runs are compared mark by mark, and at a mark stage by stage: bars before
      features, features before signals, signals before what was traded. So the
      first difference is the cause of all others. Keys may stand in any order.
      Settings that differ are listed; where all lines are the same, they are the
      difference. Nothing is written for runs that are the same.
      """)

  @Argument(help: ArgumentHelp("Two runs; one may be - for standard input.", valueName: "file"))
  var files: [String] = []

  @Option(
    help: ArgumentHelp("Show so many of the signals, orders and fills before.", valueName: "count"))
  var context = 6

  @Option(
    help: ArgumentHelp(
      "Numbers that differ by no more than this share of the larger are the same.",
      valueName: "fraction"))
  var tolerance = 0.0

  @Flag(help: "One object of JSON in place of a text.")
  var json = false

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  private func check() throws(UsageError) {
    guard files.count == 2, files != ["-", "-"] else {
      throw UsageError(
        "found \(files.count == 1 ? "1 file" : "\(files.count) files"), expected two runs, of which one may be -",
        help: "for example: \(Self.examples[0].command)")
    }
    guard context >= 0, tolerance >= 0 else {
      throw UsageError("--context and --tolerance must not be negative")
    }
  }

  public func run(_ log: Logger) throws -> ExitStatus {
    try check()
    try Interruption.install(grace: 5)
    let output = LineOutput(try Endpoint.open(output: "-"))
    let (a, b) = (
      RunReader(try LineInput.source(path: files[0])),
      RunReader(try LineInput.source(path: files[1]))
    )
    var comparison = RunComparison(tolerance: tolerance, context: context)
    let difference = try comparison.run(a, b)
    if Interruption.isRequested { return Interruption.exitStatus }
    for run in [a, b] where run.isOpen { log.sayOpen(run.name) }
    let settings = SettingDifference.all(a.header, b.header)
    guard difference != nil || !settings.isEmpty else { return .done }
    let report = DiffReport(
      a: a.name, b: b.name, difference: difference, settings: settings, marks: comparison.marks)
    try output.write(json ? report.json : report.text)
    try output.flush()
    return .found
  }
}
