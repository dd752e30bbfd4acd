import ArgumentParser
import Logging
import SFCommands
import SFCore
import SFGate
import SFLedger
import SFReport
import SFRun
import SFTool
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `sf-gate`: says whether a paper session has earned real money.
public struct GateCommand: ToolCommand {
  public static let examples = [
    Example(
      "Twenty days of a made up market as a rehearsal",
      "sf-session run -q -f pipelines/paper.sh --dir run --replay && sf-gate run --rehearsal || echo \"exit $?\""
    ),
    Example("When it will be through", "sf-gate run --rehearsal --until || echo \"exit $?\""),
    Example(
      "The criteria that have not passed, for a program",
      "sf-gate run --format jsonl | jq -r 'if .verdict == \"fail\" then .criterion else empty end'"),
  ]

  public static let configuration = toolConfiguration(
    "sf-gate", "Says whether a paper session has earned real money.",
    more: """
      CRITERIA:
      \(GateCriteria.all.map { "  \($0.key)\n    \($0.summary)" }.joined(separator: "\n"))

      Judged are the newest 14 whole days (UTC), and more until there are 30 round trips. Exit 0
      when all have passed, and then FILE of --output is written, which live trading asks for;
      else 1. Stored bars that were replayed are a rehearsal, of which nothing was lived.

      The session is read, and its text is run by sf-backtest: from where sf-session was run, so
      that files are found by their names.
      """)

  @Argument(help: ArgumentHelp("The session.", valueName: "directory"))
  var dir: String?

  @Option(
    help: ArgumentHelp(
      "The run of a backtest, whose days say what is to be expected.", valueName: "file"))
  var expected: String?

  @Option(help: ArgumentHelp("A drawdown that is too deep.", valueName: "fraction"))
  var maxDrawdown = 0.15

  @Flag(inversion: .prefixedNo, help: "Ask for a net profit.")
  var requireProfit = true

  @Flag(help: "Judge all but whether it was lived; nothing is written.")
  var rehearsal = false

  @Flag(help: "Say when it will be through, if nothing changes.")
  var until = false

  @Option(
    help: ArgumentHelp(
      "Judge in its place what came of real money: this ledger of sf-broker.", valueName: "file"))
  var live: String?

  @Option(
    help: ArgumentHelp(
      "Say in its place whether the session is still the one that has got this.",
      valueName: "file"))
  var verify: String?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Where it is written that all have passed. [default: DIRECTORY/gate.json]",
      valueName: "file"))
  var output: String?

  @Option(help: "text, json, jsonl, csv or md.")
  var format = TableFormat.text

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public func validate() throws {
    let others = [live.map { _ in "--live" }, verify.map { _ in "--verify" }].compactMap(\.self)
    guard others.count + (until ? 1 : 0) < 2 else {
      throw ValidationError("--live, --verify and --until stand alone")
    }
  }

  private var terms: GateTerms {
    var terms = GateTerms()
    terms.maxDrawdown = maxDrawdown
    terms.requiresProfit = requireProfit
    terms.isRehearsal = rehearsal
    return terms
  }

  public func run(_ log: Logger) throws -> ExitStatus {
    let terms = terms
    try terms.validate()
    guard let dir else {
      throw UsageError("the directory of a session is needed", help: "for example: sf-gate run")
    }
    let session = try GateSession(dir)
    if let verify { return try check(verify, session, log) }
    if let live {
      let verdict = try LiveEvidence.judge(try Ledger(live, .person), beside: session)
      try show(verdict.tables)
      log.notice("\(verdict.sentence)")
      return verdict.passes ? .done : .found
    }
    let evidence = try SessionEvidence(session, expected: expected).gather(terms)
    let verdict = GateVerdict(evidence, terms)
    if until {
      try Endpoint.open(output: "-").write(text: GateForecast(evidence, terms).sentence + "\n")
      return verdict.passes ? .done : .found
    }
    try show(verdict.tables)
    log.notice("\(verdict.sentence)")
    guard verdict.passes else { return .found }
    if !rehearsal { try write(verdict, evidence, session) }
    return .done
  }

  private func show(_ tables: [Table]) throws {
    try Endpoint.open(output: "-").write(text: format.text(tables))
  }

  private func write(
    _ verdict: GateVerdict, _ evidence: GateEvidence, _ session: GateSession
  ) throws {
    let file = GateFile(
      verdict, try Self.configuration(of: evidence.gate ?? evidence.trader, evidence.trader),
      try JournalHeads.all(of: session), at: SystemClock().time, tool: Tool.version)
    try AtomicFile.write(file.text, to: output ?? "\(session.path)/gate.json", syncs: true)
  }

  private static func configuration(
    of asked: GateRun, _ trader: GateRun
  ) throws -> ConfigurationHash {
    try ConfigurationHash(asked.header, model: trader.modelHash)
  }

  /// What is worth a file that was written for another configuration.
  private func check(_ path: String, _ session: GateSession, _ log: Logger) throws -> ExitStatus {
    let file = try GateFile(text: try Endpoint.text(of: path), name: path)
    guard let strategy = session.directory(ofTool: "sf-strategy") else {
      log.error("'\(session.path)' has no sf-strategy: \(path) is not of this session")
      return .found
    }
    let trader = try RunReading.run(of: strategy)
    let asked = try session.directory(ofTool: "sf-risk").map(RunReading.run(of:)) ?? trader
    let configuration = try Self.configuration(of: asked, trader)
    if let refusal = file.refusal(of: configuration) {
      log.error("\(path) is worth nothing here: \(refusal)")
      return .found
    }
    if let change = try JournalHeads.change(of: file.journals, in: session) {
      log.error("\(path) is of another session of this configuration: \(change)")
      return .found
    }
    log.notice("\(path) is of this session, of \(file.at)")
    return .done
  }
}
