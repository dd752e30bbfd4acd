import ArgumentParser
import Logging
import SFCore
import SFRun
import SFServe
import SFSession
import SFTool
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `sf-session drill`: kills each stage once and sees what becomes of it.
struct SessionDrillCommand: ToolCommand {
  static let examples = [
    Example(
      "A session that goes through a month of made up minutes",
      "sed 's/--bars 5000/--bars 500000 --replay 100000x/' pipelines/session.sh > slow.sh && (sf-session run -q -f slow.sh --dir run --replay &) && sleep 2"
    ),
    Example("Kill each of its stages", "sf-session drill run && cat run/drills"),
    Example("End it", "sf-session stop run"),
  ]

  static let configuration = toolConfiguration(
    "sf-session drill", "Kills each stage of a session that runs, and sees that it recovers.",
    more: """
      Each in its turn is killed, by KILL, and waited for until it has reached what the others
      had by then; its journal must hold the same bytes as before. What came of it is a line
      of JSON for each stage in DIR/drills. Exit 1 when one has not recovered.
      """)

  @Argument(help: ArgumentHelp("The session.", valueName: "directory"))
  var dir: String

  @Option(
    help: ArgumentHelp("How long a stage may take to recover.", valueName: "time"),
    transform: SessionStopCommand.span)
  var timeout = TimeSpan.seconds(60)

  @OptionGroup(title: "Messages") var talk: TalkOptions
  @OptionGroup(title: "Configuration") var configured: ConfigurationOptions

  func run(_ log: Logger) throws -> ExitStatus {
    try Interruption.install(grace: 5)
    let directory = SessionDirectory(dir)
    let clock = SystemClock()
    let stages = try directory.existingPlan().stages.filter { $0.host == nil }.map(\.name)
    try check(stages, directory, clock)
    var isGood = true
    for stage in stages {
      if Interruption.isRequested { return Interruption.exitStatus }
      let record = try Drill(directory, stage, clock, timeout).run()
      if Interruption.isRequested { return Interruption.exitStatus }
      try append(record, to: directory.drillFile)
      if record.isGood { log.notice("\(record.sentence)") } else { log.error("\(record.sentence)") }
      isGood = isGood && record.isGood
    }
    return isGood ? .done : .found
  }

  /// Nothing is killed in a session that could not show that it recovers. One that does so from a
  /// drill that was interrupted is waited for.
  private func check(
    _ stages: [String], _ directory: SessionDirectory, _ clock: SystemClock
  ) throws {
    _ = try Patience(timeout, clock).wait {
      let status = try directory.status()
      return status.pid == nil
        || status.stages.filter { stages.contains($0.name) }.allSatisfy { stage in
          // What is said of it may be of a process that is gone by now.
          stage.isOver || stage.state == .running && StageChild(stage.name, of: status) != nil
        }
    }
    if Interruption.isRequested { return }
    let status = try directory.status()
    guard status.pid != nil else {
      throw TransportError(.tryAgain, "nothing runs in '\(dir)', expected a session that runs")
    }
    for name in stages where StageChild(name, of: status) == nil {
      let state = status.stages.first { $0.name == name }?.state.rawValue ?? "not there"
      throw TransportError(
        .tryAgain, "\(name) is \(state), expected a stage that runs: there is nothing to kill")
    }
  }

  private func append(_ record: DrillRecord, to path: String) throws {
    let descriptor = try Endpoint.file(writing: path, O_APPEND)
    try DescriptorSink(descriptor, name: path, isOwned: true).write(text: record.line)
  }
}
