import SFCore

/// Steps that are made in a thread of its own, some ahead of the stages: read by a source, and
/// seen already by the first stages.
///
/// Reading bars and computing what they show is half of the work of a run. Steps are handed over
/// in batches and in their order, so that nothing of what is written depends on who was faster.
/// For files only: a source that waits for its input must not keep what it has.
final class ReadAhead: StepSource {
  private let handOver = HandOver()
  private let thread: PosixThread
  private var batch = AheadSteps()
  private(set) var skipped = 0
  let lines: SourceLines
  /// With those that the stages of this thread have added.
  private var columns: ColumnTable

  init(_ maker: AheadMaker) throws {
    columns = maker.columns
    lines = maker.source.lines
    let handOver = handOver
    thread = try PosixThread {
      var maker = maker
      var isMore = true
      while isMore, let batch = handOver.empty() {
        isMore = batch.fill({ try maker.make(&$0) }, skipped: { maker.skipped })
        handOver.send(batch)
      }
    }
  }

  deinit {
    handOver.cancel()
    thread.join()
  }

  func resume(behind mark: Timestamp, _ memory: SourceMemory) {
    preconditionFailure("a run that is resumed does not read ahead")
  }

  func begin() throws -> SourceHeader {
    preconditionFailure("the source has begun before its steps are read ahead")
  }

  func next(
    _ step: inout Step, _ lines: inout ForwardedLines, reads: LineTypes, refuses: LineTypes
  ) throws -> SourceEvent {
    if step.columns.count > columns.count { columns = step.columns }
    defer {
      if step.columns.count < columns.count {
        step.columns = columns
        step.widen()
      }
    }
    while !batch.takeNext(&step) {
      if let ending = batch.ending {
        batch.takeLast(&step)
        skipped = ending.skipped
        return try ending.event.get()
      }
      batch = handOver.receive(returning: batch)
    }
    return .mark(nil)
  }
}

extension StepSource {
  /// The same steps, read in a thread of its own from here on. The source has begun, and never waits.
  package func readAhead() throws -> any StepSource {
    try ReadAhead(AheadMaker(self, nil, Header(), Step(), reads: [], refuses: []))
  }
}

/// What makes the steps: a source that has begun, and the stages that see them in its thread.
struct AheadMaker {
  var source: any StepSource
  let stages: RunningStage?
  let header: Header
  let reads: LineTypes
  let refuses: LineTypes
  /// The tables of the run; each step is brought up to them before it is filled.
  var series: SeriesTable
  var columns: ColumnTable

  /// What is written is written by the other thread.
  private let silent = Outputs([])
  private var noLines = ForwardedLines()

  init(
    _ source: any StepSource, _ stages: RunningStage?, _ header: Header, _ step: Step,
    reads: LineTypes, refuses: LineTypes
  ) {
    self.source = source
    self.stages = stages
    self.header = header
    self.reads = reads
    self.refuses = refuses
    series = step.series
    columns = step.columns
  }

  var skipped: Int { source.skipped }

  mutating func make(_ step: inout Step) throws -> SourceEvent {
    if step.series.count < series.count { step.series = series }
    if step.columns.count < columns.count { step.columns = columns }
    let event = try source.next(&step, &noLines, reads: reads, refuses: refuses)
    switch event {
    case .mark: try stages?.run(&step, header, silent)
    case .end: try stages?.end(&step, silent)
    case .lines, .cut, .open, .interrupted: break
    }
    if step.series.count > series.count { series = step.series }
    if step.columns.count > columns.count { columns = step.columns }
    return event
  }
}
