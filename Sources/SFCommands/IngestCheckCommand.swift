import ArgumentParser
import Logging
import SFCore
import SFIngest
import SFReport
import SFTool
import SFTransport
import SFRun

/// `sf-ingest check`: what is wrong with files of bars, as one table.
public struct IngestCheckCommand: ToolCommand {
  public static let examples = [
    Example(
      "what is wrong with files of bars; exit 1 if something is",
      "sf-ingest --synthetic --bars 5000 > bars.jsonl && sf-ingest check bars.jsonl"),
    Example(
      "each finding with its place, without those that do not matter here",
      "sf-ingest check bars.jsonl --each --ignore no_volume,spike"),
    Example("for programs", "sf-ingest check bars.jsonl --format json | jq .findings"),
  ]

  public static let configuration: CommandConfiguration = toolConfiguration(
    "sf-ingest check", "Looks for what is wrong with files of bars, and changes nothing.",
    more: """
      It reads what sf-ingest reads. Each file is judged by itself, and times are as the file \
      says them. It finds:

      \(BarFault.allCases.map { fault in
        "  \(fault.rawValue)\(String(repeating: " ", count: 16 - fault.rawValue.count))\(fault.summary)"
      }.joined(separator: "\n"))
      """)

  @Argument(help: "Files with market data, - for standard input (the default).")
  var files: [String] = []

  @OptionGroup(title: "Reading") var reading: CheckReadingOptions
  @OptionGroup(title: "Form of files") var shaping: ShapeOptions
  @OptionGroup(title: "Form of files") var dated: CalendarOptions

  @Option(
    help: ArgumentHelp(
      "Files of this program or site: "
        + FilePreset.allCases.map(\.rawValue).joined(separator: " ") + ".", valueName: "name"),
    transform: ShapeOptions.preset)
  var inputFormat: FilePreset?

  @OptionGroup(title: "Check") var strictness: CheckStrictness

  @Option(help: "How the tables look.")
  var format = TableFormat.text

  @Flag(help: "Each finding on a line with its place, in place of tables: text, or json lines.")
  var each = false

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public func run(_ log: Logger) throws -> ExitStatus {
    let limits = try strictness.limits()
    guard !each || format == .text || format == .json || format == .jsonl else {
      throw UsageError("--each goes with --format text, json or jsonl")
    }
    try shaping.check()
    var options = reading.options
    options.shape = try shaping.shape(inputFormat)
    options.sorts = options.shape.isNewestFirst
    options.calendar = try dated.value()
    try Interruption.install(grace: 5)
    let output = LineOutput(try Endpoint.open(output: "-"))
    var checks: [FileCheck] = []
    for path in files.isEmpty ? ["-"] : files {
      let source = try Endpoint.open(
        input: path, stop: Interruption.descriptor, ifTerminal: NoInput(self))
      var check = FileCheck(path, limits, ignored: Set(strictness.ignore ?? []))
      do {
        try check.run(source, options) { finding, symbol in
          if each { try output.write(line(of: finding, symbol, in: path)) }
        }
      } catch let error as IngestError { throw InputError(error) }
      if Interruption.isRequested { return Interruption.exitStatus }
      checks.append(check)
    }
    if !each { try output.write(format.text([checks.seriesTable, checks.findingTable])) }
    try output.flush()
    return checks.contains(where: \.hasFindings) ? .found : .done
  }

  private func line(of finding: BarFinding, _ symbol: Symbol?, in file: String) -> String {
    guard format == .text else {
      let table = Table(
        "finding", "finding", [FileCheck].eachColumns,
        [[.text(file)] + [FileCheck].cells(finding, symbol)])
      return TableFormat.jsonl.text([table])
    }
    let name = symbol.map { "\($0) " } ?? ""
    return "\(file):\(finding.line):\(finding.column): \(finding.fault.rawValue): "
      + "\(name)\(finding.message)\n"
  }
}

/// How files are read that are checked.
struct CheckReadingOptions: ParsableArguments {
  @Option(
    help: "The symbol of all rows. [default: the column, else the file's name up to - _ or .]",
    transform: ReadingOptions.symbol)
  var symbol: Symbol?

  @Option(
    help: ArgumentHelp("The symbols to look at.", valueName: "a,b,…"),
    transform: ReadingOptions.symbolList)
  var symbols: [Symbol]?

  @Option(
    help: "The length of a bar. [default: the most frequent distance of a symbol's first 64 bars]",
    transform: ReadingOptions.interval)
  var interval: Interval?

  var options: IngestOptions {
    var options = IngestOptions()
    options.symbol = symbol
    options.symbols = symbols
    options.interval = interval
    return options
  }
}

/// What a check lets pass.
struct CheckStrictness: ParsableArguments {
  @Option(help: ArgumentHelp("The robust z-score above which a price is a spike.", valueName: "z"))
  var spike = 30.0

  @Option(help: ArgumentHelp("How many returns a price is compared with.", valueName: "bars"))
  var window = 200

  @Option(help: ArgumentHelp("So many bars in a row with one price are stuck.", valueName: "bars"))
  var stuck = 10

  @Option(
    help: ArgumentHelp("What is not looked for.", valueName: "findings"), transform: Self.faults)
  var ignore: [BarFault]?

  func limits() throws(UsageError) -> CheckLimits {
    guard spike > 0, spike.isFinite else {
      throw UsageError("--spike must be above 0, is \(spike)")
    }
    guard (30...1_000_000).contains(window) else {
      throw UsageError("--window must be 30 to 1000000, is \(window)")
    }
    guard stuck >= 2 else { throw UsageError("--stuck must be at least 2, is \(stuck)") }
    return CheckLimits(spike: spike, window: window, stuck: stuck)
  }

  @Sendable static func faults(_ text: String) throws -> [BarFault] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let fault = BarFault(rawValue: String(part)) else {
        throw ValidationError(
          "'\(part)' is no finding: "
            + NearestName.expected(String(part), among: BarFault.allCases.map(\.rawValue)))
      }
      return fault
    }
  }
}
