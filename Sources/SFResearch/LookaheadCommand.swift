import ArgumentParser
import Logging
import SFCheck
import SFCommands
import SFCore
import SFIngest
import SFRun
import SFTool
import SFTransport
import SFWire

/// `sf-lookahead`: whether what a program writes depends on what comes later.
public struct LookaheadCommand: ToolCommand {
  public static let examples = [
    Example(
      "Does a feature look ahead, and how long does it warm up?",
      "sf-lookahead -- sf-features sma:20 ema:12"),
    Example(
      "A whole pipeline, on a market of one's own",
      "sf-ingest --synthetic --seed 7 --bars 500 | sf-lookahead - -- sh -c 'sf-features sma:5 sma:9 | sf-detect sma_cross:5,9'"
    ),
    Example("A program in another language", "sf-lookahead --bars 300 -- cat"),
  ]

  public static let configuration = toolConfiguration(
    "sf-lookahead", "Finds what a program writes that it could not have known yet.",
    more: """
      The program is run on prefixes of a stream and on the whole. What it writes before a mark \
      must be the same, to the byte, whether the stream ends there or goes on. The line that shows \
      the longest look ahead is printed with both versions, and the exit status is 1.
      To find what happens rarely it is run without some steps, too: what forgets must say the \
      same at a mark whether or not the next step is there, and where it does not, the stream is \
      ended there for a proof. The line 'coverage' says at how many marks it was looked.
      Then it is run from later starts: for each column, detector and type of line it is said from \
      which bar on the bytes are the same, or the numbers within 1e-9 of the largest, as of what \
      forgets slowly; what counts from the beginning depends on where the stream begins. This is \
      for you to know and no finding.
      """)

  @Argument(help: "The stream to run it on; - is standard input. By default one is made up.")
  var file: String?

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The program and its arguments.", valueName: "command"))
  var command: [String] = []

  @Option(help: "How many bars of each of two symbols the stream has that is made up.")
  var bars = 2_000

  @Option(
    help: ArgumentHelp(
      "How many prefixes to run the program on (20, or 500 for what never forgets).",
      valueName: "count"))
  var cuts: Int?

  @Flag(help: "Run it on every prefix, once for each mark.")
  var exhaustive = false

  @Flag(help: "What was found as JSON, one object per line.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "How long nothing may move before the program counts as stuck.", valueName: "time"))
  var timeout = TimeSpan.seconds(10)

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public func validate() throws {
    if let cuts, cuts < 2 { throw ValidationError("--cuts must be at least 2, is \(cuts)") }
    if cuts != nil, exhaustive {
      throw ValidationError("--exhaustive cuts at every mark, --cuts says at how many")
    }
    if timeout == .zero { throw ValidationError("--timeout must be more than 0") }
    if bars < 10 { throw ValidationError("--bars must be at least 10, is \(bars)") }
  }

  public func run(_ log: Logger) throws -> ExitStatus {
    guard !command.isEmpty else {
      throw UsageError(
        "found no program, expected one behind --",
        help: "for example: \(Self.examples[0].command)")
    }
    try Interruption.install(grace: 5)
    let stream = try stream(log)
    guard stream.marks.count > 1 else {
      throw TransportError(
        .badData, "found fewer than two marks in the input, expected several to end it at")
    }
    let (program, patience) = (NamedProgram(command, SystemClock()), timeout)
    let check = LookaheadCheck(stream) { input in
      if Interruption.isRequested { throw Stopped() }
      return try program.output(for: input, patience: patience)
    }
    let report: LookaheadCheck.Report
    do {
      report = try check.report(cuts: exhaustive ? .all : .some(cuts))
    } catch is Stopped { return Interruption.exitStatus }
    try write(report)
    return report.lookahead != nil || report.isRandom ? .found : .done
  }

  private struct Stopped: Error {}

  private func stream(_ log: Logger) throws -> StreamSteps {
    guard let file else { return try StreamSteps(Self.made(bars: bars, log)) }
    let input = try Endpoint.open(
      input: file, stop: Interruption.descriptor,
      ifTerminal: UsageError("found a terminal, expected a stream on standard input"))
    return try StreamSteps(WireSource(input, log: log))
  }

  /// Two symbols, as `sf-ingest --synthetic` makes them.
  private static func made(bars: Int, _ log: Logger) throws -> any StepSource {
    try IngestCommand.parse([
      "--synthetic", "--symbols", "BTCUSDT,ETHUSDT", "--bars", "\(bars)", "--progress", "never",
    ]).makeSource(log)
  }

  private func write(_ report: LookaheadCheck.Report) throws {
    let output = LineOutput(try Endpoint.open(output: "-"))
    if report.isRandom {
      let message = "wrote other bytes in a second run, expected the same"
      try output.write(
        json
          ? JSONValue.object([
            .init(key: "level", value: .string("error")),
            .init(key: "rule", value: .string("random")),
            .init(key: "message", value: .string(message)),
          ]).text + "\n" : "output: error: \(message)\n")
    }
    if let lookahead = report.lookahead {
      try output.write(json ? lookahead.json.text + "\n" : lookahead.text("output"))
    }
    if let coverage = report.coverage {
      try output.write(json ? coverage.json.text + "\n" : coverage.text)
    }
    for warmUp in report.warmUps {
      try output.write(json ? warmUp.json.text + "\n" : warmUp.text)
    }
    try output.flush()
  }
}
