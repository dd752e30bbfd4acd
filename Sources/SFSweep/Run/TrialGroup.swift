import SFCommands
import SFCore
import SFEngine
import SFRun
import SFTool

/// Trials that follow each other and share what they read.
struct TrialGroup {
  struct Entry {
    let id: String
    let trial: Trial
    let work: Work
  }

  /// How a trial is run.
  enum Work {
    /// In this process: one plan, or one for each symbol.
    case shared([TrialPlan])
    case processes(ProcessTrial)
    /// It cannot run: its pipeline is wrong.
    case failed(any Error)

    /// The plan of one book that runs in this process; `nil` for anything else.
    var plan: TrialPlan? {
      guard case .shared(let plans) = self, !plans[0].isShare else { return nil }
      return plans[0]
    }
  }

  let entries: [Entry]
  let data: [SharedData]
  let slice: Slice?
  let mode: SweepMode
  let jobs: Int
  /// What the time of a trial is measured by.
  let clock: any Clock

  /// The most trials that see the market together: enough to make it free, few enough to stay in
  /// the cache.
  private static let most = 4

  func run(_ take: @escaping (Sweep.Finished) throws -> Void) throws {
    let batches = batches
    try WorkerPool(jobs: jobs).run(batches.count, isStopped: { Interruption.isRequested }) {
      index in
      let begin = clock.now
      let batch = entries[batches[index]]
      let outcomes = outcomes(of: batch)
      let seconds = clock.now.seconds(since: begin) / Double(batch.count)
      return zip(batch, outcomes).map { entry, outcome in
        Sweep.Finished(
          result: TrialResult(id: entry.id, trial: entry.trial, outcome: outcome),
          seconds: seconds)
      }
    } take: { _, finished in
      try finished.forEach(take)
    }
  }

  /// Trials of one book each that follow each other, in parts that keep all threads at work.
  private var batches: [Range<Int>] {
    let most = min(Self.most, max(1, entries.count / max(1, jobs)))
    var batches: [Range<Int>] = []
    for index in entries.indices {
      if let last = batches.last, last.count < most, entries[index].work.plan != nil,
        entries[last.lowerBound].work.plan != nil
      {
        batches[batches.count - 1] = last.lowerBound..<index + 1
      } else {
        batches.append(index..<index + 1)
      }
    }
    return batches
  }

  private func outcomes(of batch: ArraySlice<Entry>) -> [TrialResult.Outcome] {
    // Where there are fewer trials than cores, their books share what is left.
    let books = max(1, jobs / max(1, entries.count))
    let run = TrialRun(data: data, slice: slice, mode: mode, jobs: books)
    if batch.count > 1 {
      return run.statistics(ofEach: batch.compactMap(\.work.plan)).map(Self.outcome)
    }
    return batch.map { entry in
      Self.outcome(
        Result {
          switch entry.work {
          case .shared(let plans): try run.statistics(of: plans)
          case .processes(let trial): try trial.statistics(jobs: books)
          case .failed(let error): throw error
          }
        })
    }
  }

  private static func outcome(
    _ result: Result<[Figure], any Error>
  ) -> TrialResult.Outcome {
    switch result {
    case .success(let figures): .done(figures)
    case .failure(let error): failure(error)
    }
  }

  /// What a result says of an error: the exit status and the sentence of the tool that failed.
  private static func failure(_ error: any Error) -> TrialResult.Outcome {
    switch error {
    case let error as any ReportableError:
      .failed(exit: error.exitStatus.rawValue, error: error.message)
    case let error as PipelineText.Failure:
      .failed(exit: ExitStatus.usage.rawValue, error: error.message)
    case let error as ProcessTrial.Failure: .failed(exit: error.exit, error: error.message)
    default: .failed(exit: ExitStatus.bug.rawValue, error: "\(error)")
    }
  }
}
