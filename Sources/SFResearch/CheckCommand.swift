import ArgumentParser
import Logging
import SFCheck
import SFCommands
import SFCore
import SFRun
import SFTool
import SFTransport
import SFWire

/// `sf-check`: whether a stream, or the stage that writes one, keeps to the wire page.
public struct CheckCommand: ToolCommand {
  public static let examples = [
    Example("is this a valid stream, in full", "sf-ingest --synthetic --bars 1000 | sf-check"),
    Example("what a program breaks that stands in a pipeline", "sf-check --stage -- cat"),
    Example("the JSON Schema of a type of line", "sf-check --schema signal"),
  ]
  public static let configuration = toolConfiguration(
    "sf-check", "Checks a stream, or a program that writes one, to the letter of the protocol.",
    more: """
      Findings go to standard output, one per line: FILE:LINE:COLUMN: error: what was found, what \
      was expected. Errors break the protocol and make the exit status 1; warnings are allowed and \
      hardly meant, and count with --strict. Order within a ts, marks, gaps, names, ids and the \
      counts of the end are checked across lines.
      With --stage the program behind -- is run on streams with all that the protocol allows: \
      once as a whole, twice to compare, step by step while the input stays open, without steps, \
      empty, cut, and larger than any pipe. With FILE that stream is given in place of the made one.
      """)

  @Argument(help: "The stream; - is standard input.")
  var file: String?

  @Flag(help: "Run the program behind -- as a stage and check what it does to streams.")
  var stage = false

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("With --stage: the program and its arguments.", valueName: "command"))
  var command: [String] = []

  @Option(
    help: ArgumentHelp("Print the JSON Schema of a type of line.", valueName: "type"),
    completion: .list(LineTable.types.map(\.name)))
  var schema: String?

  @Flag(help: "Findings as JSON, one object per line.")
  var json = false

  @Flag(help: "Let warnings count like errors.")
  var strict = false

  @Option(
    help: ArgumentHelp(
      "Stop after so many findings that make the exit status 1; show no more warnings.",
      valueName: "count"))
  var maxFindings = 100

  @Option(
    help: ArgumentHelp(
      "With --stage: how long nothing may move before it counts as stuck.", valueName: "time"))
  var timeout = TimeSpan.seconds(10)

  @OptionGroup(title: "Stage") var forwarding: ForwardOptions
  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public func validate() throws {
    if stage, command.isEmpty { throw ValidationError("--stage needs a program behind --") }
    if !stage, !command.isEmpty { throw ValidationError("a program behind -- needs --stage") }
    if schema != nil, stage || file != nil {
      throw ValidationError("--schema stands alone")
    }
    if timeout == .zero { throw ValidationError("--timeout must be more than 0") }
    if maxFindings < 1 { throw ValidationError("--max-findings must be at least 1") }
  }

  public func run(_ log: Logger) throws -> ExitStatus {
    let output = LineOutput(try Endpoint.open(output: "-"))
    if let schema { return try print(schema, output) }
    try Interruption.install(grace: 5)
    var report = Report(output, isJSON: json, isStrict: strict, most: maxFindings)
    if stage {
      try checkStage(&report)
    } else {
      try checkStream(&report, log)
    }
    try output.flush()
    if report.isFull { log.notice("stopped after \(report.count) findings (--max-findings)") }
    if report.hidden > 0 {
      log.notice("warnings that are not shown (--max-findings): \(report.hidden)")
    }
    if Interruption.isRequested { return Interruption.exitStatus }
    return report.hasFound ? .found : .done
  }

  private func print(_ name: String, _ output: LineOutput) throws -> ExitStatus {
    let names = LineTable.types.map(\.name)
    guard names.contains(name) else {
      throw UsageError(
        "--schema: '\(name)' is no type of line: \(NearestName.expected(name, among: names))",
        help: NearestName.help(for: name, among: names))
    }
    try output.write(JSONSchema.text(of: LineType(name: name)) + "\n")
    try output.flush()
    return .done
  }

  private func checkStream(_ report: inout Report, _ log: Logger) throws {
    let input = try LineInput(path: file ?? "-", output: report.output)
    var check = StreamCheck()
    while !report.isFull {
      do {
        guard let line = try input.next() else { break }
        try refuseOtherProtocol(line, input)
        check.take(line, number: input.lineNumber)
      } catch let error as WireError {
        check.takeUnreadable(error, number: input.lineNumber)
      }
      for finding in check.takeFindings() { try report.add(finding, of: input) }
    }
    guard !report.isFull, !Interruption.isRequested else { return }
    if input.isOpen { log.sayOpen(input.name) }
    check.finish(isOpen: input.isOpen)
    for finding in check.takeFindings() { try report.add(finding, of: input) }
  }

  /// A stream of another protocol cannot be judged by the rules of this one.
  private func refuseOtherProtocol(_ line: Line, _ input: LineInput) throws {
    // A first line that is no JSON is a finding, not another protocol.
    guard input.lineNumber == 1, let value = try? JSONValue(line),
      value["type"]?.string == "header", let version = value["protocol"]?.integer,
      version != Header.protocolVersion
    else { return }
    throw InputError(
      .protocolMismatch, file: input.name, line: 1, column: 1,
      message: "found protocol \(version), expected protocol \(Header.protocolVersion)")
  }

  private func checkStage(_ report: inout Report) throws {
    var sample: Probe?
    if let file {
      let input = try LineInput(path: file, output: report.output)
      var lines: [String] = []
      while let line = try input.next() { lines.append(line.text) }
      sample = Probe(name: input.name, lines: lines)
    }
    let check = StageCheck(
      NamedProgram(command, SystemClock()), forwards: try forwarding.types(default: .all),
      patience: timeout, sample: sample)
    for finding in try check.run() where !report.isFull { try report.add(finding) }
  }
}

/// Findings on their way out, counted.
private struct Report {
  let output: LineOutput
  private let isJSON: Bool
  private let isStrict: Bool
  private let most: Int
  /// What was shown.
  private(set) var count = 0
  /// What makes the exit status 1.
  private var grave = 0
  /// Warnings beyond the most, which hide no error behind them.
  private(set) var hidden = 0

  init(_ output: LineOutput, isJSON: Bool, isStrict: Bool, most: Int) {
    self.output = output
    self.isJSON = isJSON
    self.isStrict = isStrict
    self.most = most
  }

  var hasFound: Bool { grave > 0 }
  var isFull: Bool { grave >= most }

  mutating func add(_ finding: Finding, of input: LineInput) throws {
    let place = input.place(ofLine: finding.line)
    var placed = finding
    placed.line = place.line
    try add(isJSON ? placed.json(place.file) : placed.text(place.file), finding.level)
  }

  mutating func add(_ finding: StageFinding) throws {
    try add(isJSON ? finding.json : finding.text, finding.level)
  }

  private mutating func add(_ text: String, _ level: Finding.Level) throws {
    guard !isFull else { return }
    let isGrave = level == .error || isStrict
    guard isGrave || count < most else {
      hidden += 1
      return
    }
    if isGrave { grave += 1 }
    count += 1
    try output.write(text)
  }
}
