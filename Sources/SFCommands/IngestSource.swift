import Logging
import SFCore
import SFIngest
import SFTool
import SFRun

/// The steps of an ingest as the source of a chain: what stands at the start of every pipeline.
package final class IngestSource: StepSource {
  private var ingest: Ingest
  private let entry: StageEntry
  private let log: Logger
  /// Where bars are kept before they go on; `nil` when they are not.
  private let keeper: BarKeeper?
  private var pace: ReplayPace?
  private var progress: ProgressMeter
  private var bars = 0
  private var gaps = 0
  private var marks = 0
  private var lastMark: Timestamp?

  package init(
    _ ingest: Ingest, entry: StageEntry, keeper: BarKeeper? = nil, pace: ReplayPace? = nil,
    progress: ProgressMeter,
    log: Logger
  ) {
    self.ingest = ingest
    self.keeper = keeper
    self.entry = entry
    self.pace = pace
    self.progress = progress
    self.log = log
  }

  package var mergesInputs: Bool { ingest.inputs > 1 }

  package func begin(_ outputs: Outputs) -> SourceHeader {
    ingest.onWaiting { try outputs.flush() }
    if let keeper { outputs.onFlush { try keeper.commit() } }
    return .made(Header(stages: [entry]))
  }

  package func next(
    _ step: inout Step, reads: LineTypes, refuses: LineTypes, _ outputs: Outputs
  ) throws -> SourceEvent {
    let isStep = try nextStep(&step)
    if isStep { try pace?.wait(until: step.ts, outputs) }
    // A row that was cut by the signal is in no step that has been handed out.
    if Interruption.isRequested { return try stopped(.interrupted) }
    guard isStep else {
      step.begin(lastMark ?? .earliest)
      return try stopped(ingest.isCut ? .cut : .end(.made(end)))
    }
    try keeper?.keep(step)
    if outputs.wantsMarket { try outputs.writeMarket(of: step) }
    bars += step.bars.count
    gaps += step.gaps.count
    marks += 1
    lastMark = step.ts
    progress.count(step.bars.count)
    return .mark(nil)
  }

  private func nextStep(_ step: inout Step) throws -> Bool {
    do {
      let isStep = try ingest.next(&step)
      sayNotes()
      return isStep
    } catch {
      progress.erase()
      sayNotes()
      if Interruption.isRequested { return false }
      guard let error = error as? IngestError else { throw error }
      throw InputError(error)
    }
  }

  private func stopped(_ event: SourceEvent) throws -> SourceEvent {
    progress.erase()
    if let keeper {
      try keeper.commit()
      log.notice("\(keeper.summary)")
    }
    return event
  }

  private var end: End {
    let counts = [("bar", bars), ("gap", gaps), ("mark", marks)]
    return End(
      ts: lastMark, reason: "end_of_input",
      counts: counts.filter { $0.1 > 0 }.map { End.Count(type: $0.0, lines: $0.1) })
  }

  private func sayNotes() {
    guard ingest.hasNotes else { return }
    progress.erase()
    for note in ingest.takeNotes() { log.say(note) }
  }
}

extension Logger {
  fileprivate func say(_ note: IngestNote) {
    switch note {
    case .interval, .duplicates, .rounded, .dropped, .partial, .sparse, .prints:
      notice("\(note.text)")
    case .ignoredColumns: info("\(note.text)")
    case .noBars, .absent, .skippedInAll, .repaired: warning("\(note.text)")
    case .cut: error("\(note.text)")
    case .skipped(let error):
      warning("\(note.text)", metadata: ["place": "\(InputError(error).place)"])
    }
  }
}

extension InputError {
  init(_ error: IngestError) {
    self.init(
      error.exitStatus, file: error.file, line: error.line, column: error.column,
      message: error.message, help: error.help)
  }
}
