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
  /// Asked at each mark, where to ask the pace itself would copy it.
  private let isPaced: Bool
  private var progress: ProgressMeter
  private var bars = 0
  private var gaps = 0
  /// The first of them.
  private var firstGap: (interval: Interval, bars: Int)?
  private var marks = 0
  private var lastMark: Timestamp?
  /// The mark behind which it goes on; `nil` when it begins at the start.
  private var resumed: Timestamp?
  private var beforeWaiting: (() throws -> Void)?

  package init(
    _ ingest: Ingest, entry: StageEntry, keeper: BarKeeper? = nil, pace: ReplayPace? = nil,
    progress: ProgressMeter,
    log: Logger
  ) {
    self.ingest = ingest
    self.keeper = keeper
    self.entry = entry
    self.pace = pace
    isPaced = pace != nil
    self.progress = progress
    self.log = log
  }

  package var mergesInputs: Bool { ingest.inputs > 1 }

  package var lines: SourceLines { .market }

  /// Lines wait for the commit of their bars.
  package var beforeLeaving: (() throws -> Void)? {
    keeper.map { keeper in { try keeper.commit() } }
  }

  package func onWaiting(_ action: @escaping () throws -> Void) {
    beforeWaiting = action
    ingest.onWaiting(action)
  }

  package func resume(behind mark: Timestamp, _ memory: SourceMemory) { resumed = mark }

  package func begin() -> SourceHeader { .made(Header(stages: [entry])) }

  package func next(
    _ step: inout Step, _ lines: inout ForwardedLines, reads: LineTypes, refuses: LineTypes
  ) throws -> SourceEvent {
    while try nextStep(&step), !Interruption.isRequested {
      count(step)
      // What was handed out before has been kept, too: its lines waited for that.
      if let resumed, step.ts <= resumed { continue }
      if isPaced {
        try pace?.wait(until: step.ts, beforeWaiting)
        if Interruption.isRequested { break }
      }
      try keeper?.keep(step)
      return .mark(nil)
    }
    // A row that was cut by the signal is in no step that has been handed out.
    if Interruption.isRequested { return try stopped(.interrupted) }
    if let resumed { try checkEnd(isBehind: resumed) }
    if !ingest.isCut { sayLoneBars(step.series.count) }
    step.begin(lastMark ?? .earliest)
    return try stopped(ingest.isCut ? .cut : .end(.made(end)))
  }

  /// Steps up to a mark are read again and count, so that the end says the same.
  @inline(__always)
  private func count(_ step: borrowing Step) {
    bars += step.bars.count
    if !step.gaps.isEmpty { count(gaps: step) }
    marks += 1
    lastMark = step.ts
    progress.count(step.bars.count)
  }

  private func count(gaps step: borrowing Step) {
    gaps += step.gaps.count
    if firstGap == nil {
      let gap = step.gaps[0]
      firstGap = (step.series[gap.series].interval, gap.bars)
    }
  }

  /// Rows of a longer interval than was said are bars that all stand alone.
  private func sayLoneBars(_ series: Int) {
    guard gaps > 2, gaps == bars - series, let firstGap, let length = firstGap.interval.milliseconds
    else { return }
    let between = Interval(milliseconds: length * Int64(firstGap.bars + 1))
    let apart = between.map { ", as of rows that are \($0) apart (--interval \($0))" } ?? ""
    log.warning(
      "no bar follows another on \(firstGap.interval): \(firstGap.bars) are missing between the first two\(apart)"
    )
  }

  /// Market data that ends before the mark is not that of the run that goes on. Where none has
  /// come there is nothing new.
  private func checkEnd(isBehind mark: Timestamp) throws {
    if let lastMark, lastMark < mark {
      throw StageError(
        .badData,
        "found the end of the input at \(lastMark), expected \(mark), "
          + "behind which the run goes on")
    }
    lastMark = max(lastMark ?? mark, mark)
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
    case .interval, .duplicates, .rounded, .dropped, .partial, .sparse, .prints, .ignoredColumns,
      .preamble, .weekends:
      notice("\(note.text)")
    case .columns: info("\(note.text)")
    case .noVolume, .noBars, .absent, .skippedInAll, .repaired, .unused, .overridden:
      warning("\(note.text)")
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
