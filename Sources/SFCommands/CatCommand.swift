import ArgumentParser
import Logging
import SFCore
import SFFetch
import SFRun
import SFTool
import SFTransport
import SFWire

/// `sf-cat`: looks into streams by type, symbol and time.
public struct CatCommand: ToolCommand {
  public static let examples = [
    Example(
      "the signals of a run",
      "sf-ingest --synthetic --bars 1000 | sf-features sma:5 sma:9 | sf-detect sma_cross:5,9 | "
        + "sf-cat --type signal"),
    Example(
      "one of two symbols, for people",
      "sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT --bars 20 | sf-cat --symbol ETHUSDT --pretty"
    ),
    Example("bars as a table", "sf-ingest --synthetic --bars 1000 | sf-cat --type bar --csv"),
  ]
  public static let configuration = toolConfiguration(
    "sf-cat", "Shows lines of a stream, selected by type, symbol and time.",
    more: """
      Lines are written as they are, at once when the input waits. What is selected by symbol and \
      time alone is still a stream: header and marks are kept, and the end counts what is left.
      A directory is the journal of a stage; with --follow it is shown as it grows, until its end \
      or INT. tcp://HOST:PORT is a stage that sf-serve --listen serves there, also as it grows.
      Several files are shown one after another, as cat does; since two streams in a row are no \
      stream, that needs --type, --pretty or --csv. To join streams, use sf-ingest a.jsonl b.jsonl.
      """)

  enum Look { case lines, pretty, csv }

  @Argument(help: "Streams to show, also packed with gzip; - is standard input.")
  var files: [String] = []

  @OptionGroup(title: "Selection") var selection: Selection

  @Flag(help: "Wait for what comes: shows a journal until its end.")
  var follow = false

  @Flag(help: "Aligned text for people.")
  var pretty = false

  @Flag(
    help: "A table with a row of names; needs one --type. Lines of features make one row a bar.")
  var csv = false

  @OptionGroup(title: "Stream") var stream: StreamOptions
  @OptionGroup(title: "Network") var curve: CurveOptions
  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public func validate() throws {
    if pretty, csv { throw ValidationError("--pretty and --csv exclude each other") }
    if csv, selection.types?.count != 1 {
      throw ValidationError("--csv makes a table of one type: give one --type")
    }
    if follow, files.count != 1 { throw ValidationError("--follow needs one directory") }
  }

  public func run(_ log: Logger) throws -> ExitStatus {
    // Not among what is validated, which comes before an option that is unknown is said: in
    // `--head 5`, 5 would be the second stream.
    if files.count > 1, selection.types == nil, !pretty {
      throw UsageError(
        "two streams in a row are no stream: select a --type, or join them by sf-ingest")
    }
    try Interruption.install(grace: stream.graceSeconds)
    // What cannot be read leaves the output as it was.
    let inputs = try (files.isEmpty ? ["-"] : files).map { try source($0, log) }
    let output = LineOutput(try Endpoint.open(output: stream.output))
    var show = Show(
      selection, pretty ? .pretty : csv ? .csv : .lines, output, stream.errors.policy.skipped, log)
    do {
      for input in inputs { try show.file(LineInput(input, output: output)) }
    } catch {
      if !(error is ReaderGone) { try output.flush() }
      throw error
    }
    try output.flush()
    if !Interruption.isRequested { for sentence in show.unmet { log.warning("\(sentence)") } }
    if show.skipped > 0 { log.warning("skipped lines: \(show.skipped)") }
    return Interruption.isRequested ? Interruption.exitStatus : .done
  }

  private func source(_ path: String, _ log: Logger) throws -> any ByteSource {
    if Endpoint(path) == .socket {
      return try FetchSource(
        FetchAddress(tcp: path), try curve.credentials(), stop: Interruption.descriptor,
        SystemClock()
      ) { log.warning("\($0)") }
    }
    guard follow else { return try LineInput.source(path: path) }
    return try Endpoint.open(following: path, stop: Interruption.descriptor, SystemClock())
  }
}

/// The work of `sf-cat` over its files.
private struct Show: ~Copyable {
  private var selector: LineSelector
  private let look: CatCommand.Look
  private let output: LineOutput
  private let allowed: Int
  private let log: Logger
  private var prettyLines = PrettyLines()
  private var rows: LineRows
  private(set) var skipped = 0

  init(
    _ selection: Selection, _ look: CatCommand.Look, _ output: LineOutput, _ allowed: Int,
    _ log: Logger
  ) {
    selector = LineSelector(selection)
    self.look = look
    self.output = output
    self.allowed = allowed
    self.log = log
    rows = LineRows(selection.types?.first ?? "")
  }

  var unmet: [String] { selector.unmet }

  mutating func file(_ input: LineInput) throws {
    selector.begin()
    var isFirst = true
    while true {
      do {
        guard let line = try input.next() else { break }
        if isFirst, look == .csv { try takeHeader(line) }
        isFirst = false
        try show(line)
      } catch let error as WireError {
        let located = input.error(error)
        guard skipped < allowed else { throw located }
        skipped += 1
        log.warning("\(located.message)", metadata: ["place": "\(located.place)"])
      }
    }
    if look == .csv {
      do { try output.write(try rows.end()) } catch let error as WireError {
        throw input.error(error)
      }
    }
    // What has been shown comes before what is said of it.
    guard input.isOpen else { return }
    try output.flush()
    log.sayOpen(input.name)
  }

  /// A header is no row of most tables, but names the columns of features.
  private mutating func takeHeader(_ line: Line) throws {
    let value = try JSONValue(line)
    if value["type"]?.string == "header" { rows.take(header: try HeaderLine.read(line).header) }
  }

  private mutating func show(_ line: Line) throws {
    let verdict = try selector.verdict(on: line)
    if look == .csv, selector.type == .mark { try output.write(try rows.end()) }
    switch verdict {
    case .leave: return
    case .show: try write(line)
    case .rewrite(let bytes):
      let output = output
      if look == .lines {
        try bytes.withUnsafeBytes { try output.write($0) }
      } else {
        let text = try Line.withLine(of: bytes) { try self.text(of: $0) }
        try output.write(text)
      }
    }
  }

  private mutating func write(_ line: Line) throws {
    if look == .lines {
      try output.write(line.bytes)
    } else {
      try output.write(try text(of: line))
    }
  }

  private mutating func text(of line: Line) throws -> String {
    look == .pretty ? try prettyLines.text(of: line) : try rows.text(of: line)
  }
}
