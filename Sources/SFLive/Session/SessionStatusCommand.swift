import ArgumentParser
import Logging
import SFCore
import SFReport
import SFRun
import SFServe
import SFSession
import SFTool
import SFTransport

/// `sf-session status`: where the stages of a session are.
struct SessionStatusCommand: ToolCommand {
  static let examples = [
    Example(
      "A session that has gone through what was stored",
      "sf-session run -f pipelines/session.sh --dir run --replay && sf-session status run"),
    Example(
      "For programs", "sf-session status run --json | jq -r '.stages[] | .name + \" \" + .mark'"),
    Example("Whether it runs", "sf-session status run --json | jq -e '.pid == null'"),
  ]

  static let configuration = toolConfiguration(
    "sf-session status", "Says where each stage of a session is.",
    more: """
      A stage is starting (it writes again what stands in its journal), running, waiting (it
      has died and is started again in a moment), stopped, ended, failed, or elsewhere.

      A note says what is not as it should be: why it has died or is given up (reason), that
      its disk is full (disk_full), and since when no bar of a market that is followed came
      that was due (outage_since, 10 s behind due).
      """)

  @Argument(help: ArgumentHelp("The session.", valueName: "directory"))
  var dir: String

  @Flag(help: "A line of JSON.")
  var json = false

  @Flag(help: "Again each time something has changed, until INT.")
  var watch = false

  @OptionGroup(title: "Messages") var talk: TalkOptions
  @OptionGroup(title: "Configuration") var configured: ConfigurationOptions

  func run(_ log: Logger) throws -> ExitStatus {
    let directory = SessionDirectory(dir)
    let output = try Endpoint.open(output: "-")
    var status = try directory.status()
    try output.write(text: text(status))
    guard watch else { return .done }
    try Interruption.install(grace: 5)
    let clock = SystemClock()
    var awaited = WaitSet(stop: Interruption.descriptor)
    while true {
      _ = awaited.wait(until: clock.now + .seconds(1), clock)
      if Interruption.isRequested { return Interruption.exitStatus }
      let new = try directory.status()
      if new != status { try output.write(text: text(new)) }
      status = new
    }
  }

  private func text(_ status: SessionStatus) -> String {
    if json { return status.text }
    return TableFormat.text.text(
      [StatusTable.table(of: status, title: "\(dir), \(status.state.rawValue)")])
  }
}
