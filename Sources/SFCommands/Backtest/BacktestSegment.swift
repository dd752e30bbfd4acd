import Logging
import SFCore
import SFTool
import SFTransport
import SFWire
import SFRun

/// Parts that run as one chain, between two descriptors, which whoever made them closes.
struct BacktestSegment {
  private let parts: ArraySlice<BacktestPart>
  private let input: Int32
  private let output: Int32

  init(_ parts: ArraySlice<BacktestPart>, input: Int32, output: Int32) {
    self.parts = parts
    self.input = input
    self.output = output
  }

  /// `atSource` is called when the source is open: what cannot be read leaves outputs as they were.
  func run(atSource: () throws -> Void = {}) throws -> ExitStatus {
    var links: [Chain.Link] = []
    var tees: [(place: Int, path: String)] = []
    var first: (command: any StageCommand, log: Logger)?
    var last: (command: any StageCommand, log: Logger)?
    var logs: [String: Logger] = [:]
    for part in parts {
      switch part {
      case .source, .process: break
      case .tee(let path): tees.append((links.places, path))
      case .stage(let stage):
        last = (stage, try add(stage, to: &links))
        logs[type(of: stage).toolName] = last?.log
        if first == nil { first = last }
      case .venue(let part): _ = try join(part, to: &links)
      }
    }
    let source = try source()
    try atSource()
    var taps = try tees.map { Tap(after: $0.place, to: try Endpoint.open(output: $0.path)) }
    let writesStream = last.map { type(of: $0.command).writesStream } ?? true
    if writesStream { taps.append(Tap(after: links.places, to: try sink())) }
    var chain = Chain(source, links, taps, readsAhead: neverWaits)
    chain.onWarning = { [logs, last] warning in
      (warning.tool.flatMap { logs[$0] } ?? last?.log)?.warning("\(warning.text)")
    }
    let outcome: Chain.Outcome
    do {
      outcome = try chain.run()
    } catch is ReaderGone where output != 1 {
      // The process behind has ended; its own status says whether it should have.
      return .done
    }
    if chain.skippedLines > 0, let first {
      first.log.warning("\(first.command.inputPath): \(chain.skippedLines) lines were skipped")
    }
    guard let last else { return ExitStatus(outcome) }
    return try PartError.naming(type(of: last.command).toolName) {
      try last.command.conclude(chain.stages[links.count - 1], outcome, last.log)
    }
  }

  /// Adds a stage to the chain, and gives the log of its tool.
  private func add(
    _ stage: any StageCommand, to links: inout [Chain.Link]
  ) throws -> Logger {
    if let part = stage as? any JoiningCommand { return try join(part, to: &links) }
    let tool = type(of: stage).toolName
    let log = try stage.talk.logger(tool)
    try PartError.naming(tool) {
      try stage.placing {
        var link = try stage.makeLink(log)
        link.tool = tool
        links.append(link)
      }
    }
    return log
  }

  /// What takes its turns in the stage of a strategy joins that.
  private func join(
    _ part: any JoiningCommand, to links: inout [Chain.Link]
  ) throws -> Logger {
    let tool = type(of: part).toolName
    let log = try part.talk.logger(tool)
    try PartError.naming(tool) {
      try part.placing { try part.join(&links, written: true, slice: false) }
    }
    return log
  }

  private func sink() throws -> DescriptorSink {
    if output == 1, let path = parts.last?.stream?.output, path != "-" {
      return try Endpoint.open(output: path)
    }
    return DescriptorSink(output, name: "standard output", isOwned: false)
  }

  /// Whether the source is one of files.
  private var neverWaits: Bool {
    if case .source(let command) = parts.first { return command.neverWaits }
    return false
  }

  private func source() throws -> any StepSource {
    if case .source(let command) = parts.first {
      let tool = type(of: command).toolName
      return try PartError.naming(tool) {
        try command.makeSource(try command.talk.logger(tool))
      }
    }
    if case .stage(let stage) = parts.first {
      let tool = type(of: stage).toolName
      let log = try stage.talk.logger(tool)
      let source = try PartError.naming(tool) {
        let refusal = noInput(stage)
        guard stage.inputPath != "-" else { return try piped(ifTerminal: refusal) }
        return try Endpoint.open(
          input: stage.inputPath, stop: Interruption.descriptor, ifTerminal: refusal)
      }
      return WireSource(source, policy: stage.stream.errors.policy, log: log)
    }
    return WireSource(try piped(), log: Logger(label: "sf-backtest"))
  }

  private func piped(ifTerminal refusal: (any Error)? = nil) throws -> any ByteSource {
    try Endpoint.open(
      descriptor: input, name: "-", stop: Interruption.descriptor, ifTerminal: refusal)
  }

  private func noInput(_ stage: some StageCommand) -> any Error { NoInput(stage) }
}

extension [Chain.Link] {
  /// How many places they have in all.
  fileprivate var places: Int { reduce(0) { $0 + $1.places } }
}
