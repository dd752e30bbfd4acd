import ArgumentParser
import Logging
import SFCore
import SFFetch
import SFRun
import SFServe
import SFTool
import SFTransport

/// `sf-serve`: runs stages between journals, so that each may be killed and goes on.
public struct ServeCommand: ToolCommand {
  public static let examples = [
    Example(
      "a market, its journal in run/ingest, then the stage behind it, by a process of its own",
      "sf-serve --dir run/ingest -- sf-ingest --synthetic --bars 500 & "
        + "sf-serve --until-end --dir run/features --from run/ingest -- sf-features sma:20; kill $!"
    ),
    Example(
      "a stage of yours goes on behind its journal, by what it kept itself or by its whole input",
      "sf-serve --until-end --dir run/again -- sf-ingest --synthetic --bars 20"),
    Example("keys, to serve and to fetch over a network", "sf-serve --make-keys desk"),
  ]

  public static let configuration = toolConfiguration(
    "sf-serve", "Serves stages of a session: their journals, their restarts, their sockets.",
    more: """
      A stage is a command behind --, a filter between standard input and output. What it \
      writes stands in the journal DIR/journal, a stream that every tool reads; others fetch it \
      from the socket in DIR. When it dies it is started again where its journal ends: behind \
      its newest checkpoint (SF_RESUME, SF_CHECKPOINT) or from the start, and what it writes \
      again must be the bytes that stand there; one without input goes on behind SF_AFTER. It is \
      given up after ten deaths at one mark, and at the exit codes 64, 65, 66, 70, 76, 77 \
      and 78; one that lacks a service (69, 75) is started for as long as it takes.
      INT and TERM let it drain and write no end: the next start goes on from there.
      """)

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The stage and its arguments.", valueName: "command"))
  var command: [String] = []

  @Option(
    help: ArgumentHelp(
      "Serve all stages of this session that no other machine has, as its file 'config' says.",
      valueName: "directory"))
  var session: String?

  @OptionGroup(title: "Stage") var stage: StageOptions

  @Option(
    help: """
      When journals are brought to the disk: each step of an origin before anyone is shown it, or \
      never, for a rehearsal.
      """)
  var sync = SessionPlan.Sync.step

  @Option(
    help: ArgumentHelp(
      "For how long a journal is kept, in market time. [default: for ever]", valueName: "time"))
  var keep: TimeSpan?

  @Option(
    help: ArgumentHelp(
      "Bytes of the journal behind which a new file begins.", valueName: "bytes"))
  var segment = SessionPlan.standardSegment

  @Flag(help: "End when the stage has ended, and do not wait for others to fetch its journal.")
  var untilEnd = false

  @Option(
    help: ArgumentHelp(
      "On INT or TERM, how long stages may drain before they are ended.", valueName: "time"))
  var grace = TimeSpan.seconds(5)

  @OptionGroup(title: "Network") var network: FetchOptions

  @Option(
    help: ArgumentHelp(
      "Write a new pair of keys to this file, and its public half to FILE.pub, and do nothing else.",
      valueName: "file"))
  var makeKeys: String?

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public func validate() throws {
    if makeKeys != nil { return }
    if session != nil {
      if stage.isGiven || !command.isEmpty {
        throw ValidationError("--session says all that there is of its stages")
      }
    }
    if segment < 1 { throw ValidationError("--segment must be 1 or more, is \(segment)") }
    if grace == .zero { throw ValidationError("--grace must be more than 0") }
  }

  public func run(_ log: Logger) throws -> ExitStatus {
    if let file = makeKeys {
      try CurveKeys().write(to: file)
      return .done
    }
    guard session != nil || stage.dir != nil && !command.isEmpty else {
      throw UsageError(
        stage.dir == nil
          ? "expected --dir DIRECTORY and a command behind --, or --session"
          : "expected the command of the stage behind --", help: "see 'sf-serve --help'")
    }
    // Longer than what the children get: their ends are waited for.
    let seconds = UInt32(clamping: (grace.milliseconds + 4_999) / 1_000)
    try Interruption.install(grace: seconds)
    let plan = try plan()
    let places =
      session.map { ServingPlaces(session: $0) } ?? ServingPlaces(stage: stage.dir ?? ".")
    let entry = StageEntry(name: Self.toolName, version: Tool.version, config: [])
    var options = ServingOptions(plan, grace: grace, entry: entry)
    if let session {
      options.variables = SessionSettings.environment(
        of: plan, SessionDirectory(session).settings)
    }
    let serving = try ServingProcess(
      plan, places, options,
      try network.network(of: plan.stages.count == 1 ? plan.stages[0].name : nil),
      staysAtEnd: session == nil ? !untilEnd : !network.listen.isEmpty, SystemClock()
    ) { log.notice("\($0)") }
    return try serving.run(stop: Interruption.descriptor) { Interruption.exitStatus }
  }

  private func plan() throws -> SessionPlan {
    if let session {
      let file = "\(session)/config"
      return try SessionPlan(text: try Endpoint.text(of: file), name: file)
    }
    let name = (stage.dir ?? "").split(separator: "/").last.map(String.init) ?? ""
    return SessionPlan(
      stages: [stage.plan(name, command)], sync: sync, keep: keep, segmentBytes: segment)
  }
}
