import ArgumentParser
import Logging
import SFCore
import SFRun
import SFServe
import SFSession
import SFTool
import SFTransport
import SFWire

/// `sf-session logs`: what the stages of a session have said.
struct SessionLogsCommand: ToolCommand {
  static let examples = [
    Example(
      "What was said in a session",
      "sf-session run -q -f pipelines/session.sh --dir run --replay && sf-session logs run"),
    Example("By one of its stages", "sf-session logs run strategy"),
    Example("Warnings only", "sf-session logs run | { grep warning: || true; }"),
  ]

  static let configuration = toolConfiguration(
    "sf-session logs", "Prints what the stages of a session have said, with the time.",
    more: """
      Old lines of a stage are dropped behind some megabytes. Lines of several stages come
      in the order of their times.
      """)

  @Argument(help: ArgumentHelp("The session.", valueName: "directory"))
  var dir: String

  @Argument(help: "Of this stage only.")
  var stage: String?

  @Flag(name: .shortAndLong, help: "Go on with what comes, until INT.")
  var follow = false

  @OptionGroup(title: "Messages") var talk: TalkOptions
  @OptionGroup(title: "Configuration") var configured: ConfigurationOptions

  /// Old logs of a stage, the oldest first.
  private static let old = ["log.3", "log.2", "log.1"]
  private static let apart = TimeSpan.milliseconds(500)

  func run(_ log: Logger) throws -> ExitStatus {
    let directory = SessionDirectory(dir)
    let stages =
      try stage.map { [try directory.stagePlan($0).name] }
      ?? directory.existingPlan().stages.filter { $0.host == nil }.map(\.name)
    let output = try Endpoint.open(output: "-")
    let tails = stages.map { (stage: $0, tail: LogTail("\(directory.stage($0))/log")) }
    try write(
      tails.map { entry in
        let old = Self.old.flatMap { LogTail("\(directory.stage(entry.stage))/\($0)").lines() }
        return (entry.stage, old + entry.tail.lines())
      }, output)
    guard follow else { return .done }
    try Interruption.install(grace: 5)
    let clock = SystemClock()
    var awaited = WaitSet(stop: Interruption.descriptor)
    while true {
      _ = awaited.wait(until: clock.now + Self.apart, clock)
      if Interruption.isRequested { return Interruption.exitStatus }
      try write(tails.map { ($0.stage, $0.tail.lines()) }, output)
    }
  }

  private func write(
    _ logs: [(stage: String, lines: [Substring])], _ output: DescriptorSink
  ) throws {
    let lines = LogLines.merged(logs)
    if !lines.isEmpty { try output.write(text: lines.map { $0 + "\n" }.joined()) }
  }
}
