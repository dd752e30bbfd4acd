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

/// `sf-session stop`: drains a session and ends it.
struct SessionStopCommand: ToolCommand {
  static let examples = [
    Example(
      "Start it in the background, and stop it",
      "sf-session run -q -f pipelines/session.sh --dir run --replay & sleep 1; sf-session stop run"),
    Example("Where it has stopped", "sf-session status run"),
    Example("It goes on from there", "sf-session run -f pipelines/session.sh --dir run --replay"),
  ]

  static let configuration = toolConfiguration(
    "sf-session stop", "Drains a session and ends it; the next run goes on from there.",
    more: "A session that does not run is left as it is, with a word about it.")

  @Argument(help: ArgumentHelp("The session.", valueName: "directory"))
  var dir: String

  @Option(
    help: ArgumentHelp("How long to wait for its end; then exit 75.", valueName: "time"),
    transform: SessionStopCommand.span)
  var timeout = TimeSpan.seconds(30)

  @OptionGroup(title: "Messages") var talk: TalkOptions
  @OptionGroup(title: "Configuration") var configured: ConfigurationOptions

  static func span(_ text: String) throws -> TimeSpan {
    guard let span = TimeSpan(text) else {
      throw ValidationError("found '\(text)', expected a time like 30s")
    }
    return span
  }

  func run(_ log: Logger) throws -> ExitStatus {
    let directory = SessionDirectory(dir)
    _ = try directory.existingPlan()
    guard let process = directory.runner else {
      log.notice("nothing runs in '\(dir)'")
      return .done
    }
    guard kill(process, SIGTERM) == 0 || errno == ESRCH else {
      throw TransportError(
        .refused, "cannot stop process \(process): \(TransportError.reason(errno))")
    }
    let patience = Patience(timeout, SystemClock())
    guard patience.wait(until: { directory.runner != process }) else {
      throw TransportError(
        .tryAgain, "process \(process) has not ended within \(timeout.inSeconds)",
        help: "a second TERM ends it at once: sf-session stop \(dir)")
    }
    log.notice("'\(dir)' has stopped")
    return .done
  }
}
