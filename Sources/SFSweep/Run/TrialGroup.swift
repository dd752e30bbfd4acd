import SFCommands
import SFCore
import SFEngine
import SFTool

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

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
  }

  let entries: [Entry]
  let data: [SharedData]
  let slice: Slice?
  let jobs: Int

  func run(_ take: @escaping (Sweep.Finished) throws -> Void) throws {
    try WorkerPool(jobs: jobs).run(entries.count, isStopped: { Interruption.isRequested }) {
      index in
      let begin = Self.now
      let entry = entries[index]
      let outcome = outcome(of: entry)
      return Sweep.Finished(
        result: TrialResult(id: entry.id, trial: entry.trial, outcome: outcome),
        seconds: Self.now - begin)
    } take: { _, finished in
      try take(finished)
    }
  }

  private func outcome(of entry: Entry) -> TrialResult.Outcome {
    // Where there are fewer trials than cores, their books share what is left.
    let books = max(1, jobs / max(1, entries.count))
    do {
      switch entry.work {
      case .shared(let plans):
        return .done(
          try TrialRun(data: data, slice: slice, jobs: books).statistics(of: plans))
      case .processes(let trial): return .done(try trial.statistics(jobs: books))
      case .failed(let error): return Self.failure(error)
      }
    } catch {
      return Self.failure(error)
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

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
