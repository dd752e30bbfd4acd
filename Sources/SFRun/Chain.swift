import SFCore
import SFWire

/// A source, the stages behind it, and the places where lines are written.
///
/// A tool is a chain of one stage, `sf-backtest` one of several; both are this
/// loop, which is why they write the same bytes.
public struct Chain {
  /// A stage with how it stands in the pipeline.
  public struct Link {
    public var stage: any Stage
    /// What the stage says of itself in the header; `nil` for one that writes no stream.
    public var entry: StageEntry?
    /// The types that it forwards.
    public var forwards: LineTypes
    /// The tool that its errors are named after, among several in one process; `nil` for one alone.
    public var tool: String?
    /// Tools behind it whose turns the stage takes as well, each with a place of its own: the stage
    /// ends the lines of one (`endLines`) before it adds those of the next, at a mark at which a later
    /// one has any.
    public var parts: [Part] = []

    public init(_ stage: any Stage, entry: StageEntry?, forwards: LineTypes = .all) {
      self.stage = stage
      self.entry = entry
      self.forwards = forwards
    }

    /// A tool that stands in the pipeline and has no stage of its own.
    public struct Part {
      public let entry: StageEntry?
      public let forwards: LineTypes

      public init(entry: StageEntry?, forwards: LineTypes) {
        (self.entry, self.forwards) = (entry, forwards)
      }
    }

    /// How many places it has.
    package var places: Int { 1 + parts.count }
    var entries: [StageEntry?] { [entry] + parts.map(\.entry) }
    var forwardsByPlace: [LineTypes] { [forwards] + parts.map(\.forwards) }
    /// What a stage behind it sees: what all of its places forward, and what the stage adds.
    var passes: LineTypes {
      parts.reduce(forwards) { $0.intersection($1.forwards) }.union(stage.writes)
    }
  }

  /// How a run ended.
  public enum Outcome: Equatable {
    case done
    /// The input has a header and no end.
    case cut
    /// The input goes on: it is a journal that has not ended, and this is as far as it goes.
    case open
    case interrupted
  }

  /// The first of the stages that run ahead, in the thread that reads; `nil` when none does.
  private let ahead: RunningStage?
  /// The first of the others, which hands on to those behind it.
  private let first: RunningStage?
  let entries: [StageEntry?]
  var source: any StepSource
  let outputs: Outputs
  var step = Step()
  /// What the source hands over, and what of the step is written as its lines.
  private var lines: ForwardedLines
  private let writing: SourceLines
  var header = Header()
  private let reads: LineTypes
  private let refuses: LineTypes
  /// Why these stages cannot stand behind one another; `nil` when they can.
  private let refusal: (any Error)?
  private let readsAhead: Bool

  /// The last mark that was written; `nil` before the first.
  public internal(set) var lastMark: Timestamp?
  /// The header of the run that this one goes on with; `nil` when it begins at the start.
  var resumed: Header?

  /// Called after each mark, when all of its step has been added to what is written and no stage is
  /// ahead: where the run can be saved (`commit`). Not with `readsAhead`.
  public var atMark: ((inout Chain) throws -> Void)?

  /// Called with what stages have to say to people.
  public var onWarning: ((Step.Warning) -> Void)?

  /// With `readsAhead` the source is read in a thread of its own; it must never wait for input.
  public init(
    _ source: any StepSource, _ links: [Link], _ taps: [Tap], readsAhead: Bool = false
  ) {
    self.source = source
    writing = source.lines
    let split = readsAhead ? Self.stagesAhead(source, links, taps) : nil
    self.readsAhead = split != nil
    (ahead, first) = RunningStage.make(links, taps, split: split ?? 0)
    entries = links.flatMap(\.entries)
    let forwards = links.flatMap(\.forwardsByPlace)
    for tap in taps { tap.bind(forwards) }
    outputs = Outputs(taps)
    lines = outputs.forwardedLines
    reads = links.reduce([]) { $0.union($1.stage.reads) }
    refuses = links.reduce([]) { $0.union($1.stage.refuses) }
    refusal = Self.refusal(links)
  }

  /// Runs to the end of the source. What was complete before an error has been written.
  public mutating func run() throws -> Outcome {
    do {
      try begin()
      return try loop()
    } catch {
      if !(error is ReaderGone) {
        try forwardLines()
        try outputs.flush()
      }
      throw error
    }
  }

  /// The stages as they stand now, in their order.
  public var stages: [any Stage] { running.map(\.stage) }

  var running: [RunningStage] { (ahead?.all ?? []) + (first?.all ?? []) }

  /// Lines of the input that could not be read and were passed over.
  public var skippedLines: Int { source.skipped }

  private mutating func begin() throws {
    if let refusal { throw refusal }
    precondition(atMark == nil || !readsAhead, "what runs ahead cannot be saved")
    let base: [UInt8]
    source.onWaiting { [outputs] in try outputs.flush() }
    if let work = source.beforeLeaving { outputs.onFlush(work) }
    switch try source.begin() {
    case .read(let text, let header):
      base = text
      self.header = header
    case .made(let header):
      self.header = header
      var buffer = ByteBuffer(capacity: 1_024)
      HeaderLine.write(header, to: &buffer)
      base = Array(buffer.bytes)
    }
    if let resumed { try goOn(resumed) }
    for stage in header.stages {
      for column in stage.columns ?? [] { _ = step.columns.add(column) }
    }
    if resumed == nil { try outputs.header(base, stages: entries) }
    guard readsAhead else { return }
    source = try ReadAhead(
      AheadMaker(source, ahead, self.header, step, reads: reads, refuses: refuses))
  }

  /// How many stages from the start run in the thread that reads: those that compute what the market
  /// shows, or none where reading is work enough. Those behind them trade and judge. `nil` when
  /// nothing may be read ahead, since a line that is written later would show what has been
  /// forgotten by then, or a bar of the source that is none.
  private static func stagesAhead(
    _ source: any StepSource, _ links: [Link], _ taps: [Tap]
  ) -> Int? {
    let market = links.lastIndex { !$0.stage.writes.isSubset(of: .trading) }.map { $0 + 1 } ?? 0
    // What a source has read is gone when it reads on.
    guard source.lines == .market || taps.isEmpty else { return nil }
    // A series has one number for both threads: only the one that reads gives them out.
    let isLight = source.mergesInputs && !links.contains { $0.stage.addsSeries }
    let count = isLight ? 0 : market
    guard !taps.isEmpty else { return count }
    let keepsLines = links[..<count].indices.allSatisfy {
      !RunningStage.forgets(links, $0)
        && links[$0].stage.writes.isDisjoint(with: [.init(.bar), .init(.gap)])
    }
    return keepsLines ? count : nil
  }

  /// Lines that a stage adds and one behind it would refuse behind a pipe are refused here too.
  package static func refusal(_ links: [Link]) -> (any Error)? {
    var added: LineTypes = []
    for link in links {
      let refused = added.intersection(link.stage.refuses)
      if let type = LineType.allCases.first(where: refused.contains) {
        return link.tool.map { PartError(tool: $0, error: Refused(type)) } ?? Refused(type)
      }
      added = added.intersection(link.forwards).union(link.stage.writes)
    }
    return nil
  }

  private mutating func sayWarnings() {
    if let onWarning { step.warnings.forEach(onWarning) }
    step.clearWarnings()
  }

  private mutating func loop() throws -> Outcome {
    while true {
      // Not kept under a name: to destroy it would cost more than the rest of the loop.
      switch try source.next(&step, &lines, reads: reads, refuses: refuses) {
      case .lines: try forwardLines()
      case .mark(let line):
        try writeSource()
        try first?.run(&step, header, outputs)
        if !step.warnings.isEmpty { sayWarnings() }
        if let line { try outputs.forward(mark: line) } else { try outputs.mark(step.ts) }
        lastMark = step.ts
        if let atMark { try atMark(&self) }
      case .end(let end):
        try writeSource()
        try finish(end)
        return .done
      case .cut: return try stopped(.cut)
      case .open: return try stopped(.open)
      case .interrupted: return try stopped(.interrupted)
      }
    }
  }

  /// Writes what there is of a stream that has no end.
  private mutating func stopped(_ outcome: Outcome) throws -> Outcome {
    try forwardLines()
    try outputs.flush()
    return outcome
  }

  private mutating func finish(_ end: SourceEvent.EndLine) throws {
    try first?.end(&step, outputs)
    if !step.warnings.isEmpty { sayWarnings() }
    switch end {
    case .read(let text): try outputs.forward(end: text)
    case .made(let end): try outputs.end(end)
    }
    try source.drain()
  }

  /// Writes what the source has handed over, each line once, whatever comes of it.
  private mutating func forwardLines() throws {
    defer { lines.removeAll() }
    try outputs.forward(lines)
  }

  /// Writes the lines of the source that belong to the step, and those of stages that ran ahead.
  @inline(__always)
  private mutating func writeSource() throws {
    switch writing {
    case .forwarded: try forwardLines()
    case .market: if outputs.wantsMarket { try outputs.writeMarket(of: step) }
    case .added: for line in step.lines { try outputs.write(line, of: step) }
    }
    if readsAhead { try outputs.writeLinesAhead(of: step) }
  }
}
