import ArgumentParser
import Logging
import SFCore
import SFRun
import SFTool
import SFTransport
import SFWire

/// A tool that begins a pipeline: what it makes steps from.
public protocol SourceCommand: ToolCommand {
  var stream: StreamOptions { get }

  func makeSource(_ log: Logger) throws -> any StepSource

  /// Where the source goes on.
  var going: AfterOptions { get }

  /// Whether its input is all there: files, not a pipe that may be slow.
  var neverWaits: Bool { get }
}

/// A tool that stands in a pipeline: its stage, ready for a chain.
public protocol StageCommand: ToolCommand {
  var stream: StreamOptions { get }

  /// Where its input comes from, `-` for standard input.
  var inputPath: String { get }

  /// Inputs beside the main one, in the order in which a step takes them.
  var sides: [SidePath] { get }

  func makeLink(_ log: Logger) throws -> Chain.Link

  /// Where it saves what it remembers.
  var checkpoints: CheckpointOptions { get }

  /// Does what is left once the stream has ended: prints a report.
  /// The stage is the one that `makeLink` made, after its last step.
  func conclude(_ stage: any Stage, _ outcome: Chain.Outcome, _ log: Logger) throws -> ExitStatus

  /// Whether the stage writes a stream; a report does not.
  static var writesStream: Bool { get }

  /// The files that it writes, as its words name them.
  var files: [String] { get }
}

extension StageCommand {
  public static var writesStream: Bool { true }
  public var sides: [SidePath] { [] }
  public var files: [String] { stream.output == "-" ? [] : [stream.output] }

  public func conclude(
    _ stage: any Stage, _ outcome: Chain.Outcome, _ log: Logger
  ) throws -> ExitStatus {
    if outcome == .cut { log.sayCut(inputPath) }
    if outcome == .open { log.sayOpen(inputPath) }
    return ExitStatus(outcome)
  }

  public func run(_ log: Logger) throws -> ExitStatus { try runStage(log) }

  /// Runs the stage between its input and its output.
  func runStage(_ log: Logger) throws -> ExitStatus {
    // Settings are checked before anything is read.
    let link = try makeLink(log)
    let keeper = try checkpoints.keeper(of: link)
    try Interruption.install(grace: stream.graceSeconds)
    let input = try Endpoint.open(
      input: inputPath, stop: Interruption.descriptor, ifTerminal: NoInput(self))
    let main = WireSource(input, policy: stream.errors.policy, log: log)
    let beside = try sources(log)
    let source = beside.isEmpty ? main : joined(main, beside)
    let taps = Self.writesStream ? [Tap(after: 1, to: try sink(keeper))] : []
    var chain = Chain(source, [link], taps)
    chain.onWarning = { log.warning("\($0.text)") }
    try keeper?.attach(to: &chain)
    let outcome = try chain.run()
    if outcome == .interrupted { try keeper?.save(&chain) }
    let status = try ending(chain.stages[0], outcome, beside, log)
    if chain.skippedLines > 0 {
      log.warning("\(inputPath): skipped lines: \(chain.skippedLines)")
    }
    return status
  }
}

extension StageCommand {
  /// The inputs beside the main one, all of them opened before one is read: their writers may wait
  /// for each other.
  private func sources(_ log: Logger) throws -> [CutNoting] {
    try sides.map { side in
      CutNoting(
        "\(side.name) (\(side.path))",
        WireSource(
          try Endpoint.open(input: side.path, stop: Interruption.descriptor),
          policy: stream.errors.policy, log: log))
    }
  }

  private func joined(_ main: WireSource, _ beside: [CutNoting]) -> any StepSource {
    JoinedSource(
      main,
      zip(sides, beside).map { side, source in
        SideInput(side.name, source, reads: side.reads, closes: side.closes)
      })
  }

  /// Concludes a run; where another input than the main one was cut, that one is named.
  private func ending(
    _ stage: any Stage, _ outcome: Chain.Outcome, _ beside: [CutNoting], _ log: Logger
  ) throws -> ExitStatus {
    let cut = outcome == .cut ? beside.filter(\.isCut) : []
    guard cut.isEmpty else {
      for input in cut { log.sayCut(input.name) }
      return ExitStatus(outcome)
    }
    return try conclude(stage, outcome, log)
  }

  /// Where the lines go; a file that is gone on with keeps what had been written.
  private func sink(_ keeper: CheckpointKeeper?) throws -> DescriptorSink {
    guard let keeper, let length = keeper.memory?.lengths.first, Endpoint(stream.output) == .file
    else {
      return try Endpoint.open(output: stream.output)
    }
    return try keeper.sink(path: stream.output, cutTo: length)
  }
}

extension SourceCommand {
  public func run(_ log: Logger) throws -> ExitStatus { try runSource(log) }

  /// Writes the stream of the source to its output.
  package func runSource(_ log: Logger) throws -> ExitStatus {
    try Interruption.install(grace: stream.graceSeconds)
    let source = try makeSource(log)
    var chain = Chain(source, [], [Tap(after: 0, to: try sink())])
    if let mark = going.after { chain.resume(behind: mark) }
    return ExitStatus(try chain.run())
  }
}

extension SourceCommand {
  private func sink() throws -> DescriptorSink {
    guard let mark = going.after, Endpoint(stream.output) == .file else {
      return try Endpoint.open(output: stream.output)
    }
    return try StreamFile.sink(path: stream.output, cutBehind: mark)
  }
}

/// A filter that was started on a terminal: it would wait for lines that nobody types.
struct NoInput<Command: ToolCommand>: ReportableError {
  init(_ command: Command) {}

  var exitStatus: ExitStatus { .usage }
  var message: String { "found a terminal, expected a stream on standard input" }
  var help: String? { "for example: \(Command.examples.first?.command ?? Command.toolName)" }
}
