import ArgumentParser
import Logging
import SFCore
import SFRun
import SFServe
import SFTool
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `sf-session restart`: has one stage of a session started again.
struct SessionRestartCommand: ToolCommand {
  static let examples = [
    Example(
      "A session in the background",
      "(sf-session run -q -f pipelines/session.sh --dir run --replay &) && sleep 1"),
    Example("A stage that has ended is left alone", "sf-session restart run features"),
    Example("Stop it", "sf-session stop run"),
  ]

  static let configuration = toolConfiguration(
    "sf-session restart", "Has a stage of a session that runs started again.",
    more: """
      It drains, and goes on where it was: to take up a new version of its program, or of
      a library that it uses.
      """)

  @Argument(help: ArgumentHelp("The session.", valueName: "directory"))
  var dir: String

  @Argument(help: "The stage.")
  var stage: String

  @Option(
    help: ArgumentHelp("How long to wait until it runs again; then exit 75.", valueName: "time"),
    transform: SessionStopCommand.span)
  var timeout = TimeSpan.seconds(30)

  @OptionGroup(title: "Messages") var talk: TalkOptions
  @OptionGroup(title: "Configuration") var configured: ConfigurationOptions

  func run(_ log: Logger) throws -> ExitStatus {
    let directory = SessionDirectory(dir)
    _ = try directory.stagePlan(stage)
    let status = try directory.status()
    guard status.pid != nil else {
      throw TransportError(.tryAgain, "nothing runs in '\(dir)', expected a session that runs")
    }
    guard let child = StageChild(stage, of: status) else {
      let state = status.stages.first { $0.name == stage }?.state
      guard state != .failed else {
        throw TransportError(
          .tryAgain, "\(stage) has failed, expected a stage that runs",
          help: "run the session again: sf-session stop \(dir), sf-session run --dir \(dir) …")
      }
      log.notice(
        "\(stage) is \(state?.rawValue ?? "not there"): there is no process to start again")
      return .done
    }
    child.send(SIGTERM)
    let patience = Patience(timeout, SystemClock())
    let isBack = try patience.wait {
      let now = try directory.status()
      return now.stages.contains { $0.name == stage && ($0.restarts > child.restarts || $0.isOver) }
    }
    guard isBack else {
      throw TransportError(.tryAgain, "\(stage) has not come back within \(timeout.inSeconds)")
    }
    log.notice("\(stage) has been started again")
    return .done
  }
}

extension StageStatus {
  /// Whether there is nothing more to come from its process.
  var isOver: Bool { [.stopped, .ended, .failed].contains(state) }
}
