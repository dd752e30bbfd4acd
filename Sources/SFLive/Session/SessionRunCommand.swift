import ArgumentParser
import Logging
import SFCore
import SFRun
import SFServe
import SFSession
import SFTool

/// `sf-session run`: runs a pipeline whose processes may die.
struct SessionRunCommand: ToolCommand {
  static let examples = [
    Example(
      "Through stored bars, as a rehearsal",
      "sf-session run -f pipelines/session.sh --dir run --replay"),
    Example(
      "The same directory again: it goes on where it was, and here it has ended",
      "sf-session run -f pipelines/session.sh --dir run --replay"),
    Example("What came of it", "sf-session status run"),
  ]

  static let configuration = toolConfiguration(
    "sf-session run", "Runs a pipeline: each stage a process that is started again when it dies.",
    more: """
      The text is that of a shell: comments, set, '\\' at line ends, quotes, NAME=value and
      $NAME, '|', tee FILE, '> FILE'. A stage is called by its tool without sf-, or by its
      script; its journal is DIR/STAGE/journal, and DIR/STAGE is a stream to every tool.

      INT or TERM drains the stages and ends; the next run goes on from there. A
      configuration belongs to its directory: another one is refused (78).

      What is decided is decided once: variables SF_..., sf.yaml and the user's file speak to
      the stages as they did at the first start (DIR/config, DIR/settings), and the book of
      --carry is copied (DIR/carried), so that the session that it came from may go.

      Until the first mark behind the moment of the first start a strategy learns and does
      not trade, unless its text has --trade-from; with --replay it trades from the start.
      """)

  @OptionGroup(title: "Pipeline") var pipeline: PipelineOptions

  @Option(help: ArgumentHelp("The directory of the session; it is made.", valueName: "directory"))
  var dir: String

  @Option(
    help: ArgumentHelp(
      "Begin with the open positions, the cash and the memory of round trips of this session, which "
        + "has stopped.", valueName: "directory"))
  var carry: String?

  @OptionGroup(title: "Wiring") var wiring: WiringOptions
  @OptionGroup(title: "Keeping") var keeping: KeepingOptions
  @OptionGroup(title: "Network") var network: FetchOptions
  @OptionGroup(title: "Messages") var talk: TalkOptions
  @OptionGroup(title: "Configuration") var configured: ConfigurationOptions

  func run(_ log: Logger) throws -> ExitStatus {
    // The tools of its text are those of this build.
    SiblingTool.putFirstOnPath()
    var text = try pipeline.read()
    if keeping.replay { text = try Rehearsal.of(text) }
    // What is wrong with the wiring is said before a directory is made.
    try StageFeasibility.check(try wiring.wiring.stages(of: text))
    // Keys and addresses are looked at by whoever uses them; what cannot be is said before.
    try network.network(of: nil).validate()
    let clock = SystemClock()
    let directory = SessionDirectory(dir)
    let lock = try directory.take()
    let settings = SessionSettings(directory.settings, named: configured.config, clock)
    let plan = try SessionPlanning(
      directory: directory, wiring: wiring.wiring, keeping: keeping, carried: carry,
      settings: settings, clock: clock
    ).settle(text)
    for name in try settings.differences(from: plan) {
      log.warning(
        "\(name) has changed since '\(directory.path)' was begun: what it said then counts")
    }
    return try withExtendedLifetime(lock) {
      try SessionRun(directory, plan, network.words, log, clock).run()
    }
  }
}
