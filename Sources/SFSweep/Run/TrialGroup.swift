import SFCommands
import SFCore
import SFEngine
import SFTool

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Trials that follow each other and share a market.
struct TrialGroup {
  struct Entry {
    let id: String
    let trial: Trial
    let work: Work
  }

  /// How a trial is run.
  enum Work {
    case shared(TrialPlan)
    /// With these arguments of `sf-backtest`.
    case processes([String])
    /// It cannot run: its pipeline is wrong.
    case failed(TrialResult.Outcome)
  }

  let entries: [Entry]
  let market: SharedMarket?
  /// What the trials ask for, each spec once.
  let specs: [String]
  let jobs: Int

  func run(_ take: @escaping (Sweep.Finished) throws -> Void) throws {
    let features = sharedFeatures
    try WorkerPool(jobs: jobs).run(entries.count, isStopped: { Interruption.isRequested }) {
      index in
      let begin = Self.now
      let entry = entries[index]
      let outcome = outcome(of: entry, features)
      return Sweep.Finished(
        result: TrialResult(id: entry.id, trial: entry.trial, outcome: outcome),
        seconds: Self.now - begin)
    } take: { _, finished in
      try take(finished)
    }
  }

  /// `nil` when a feature cannot be computed: each trial then meets its own error.
  private var sharedFeatures: SharedFeatures? {
    guard let market, !specs.isEmpty else { return nil }
    do { return try SharedFeatures(specs, market) } catch { return nil }
  }

  private func outcome(of entry: Entry, _ features: SharedFeatures?) -> TrialResult.Outcome {
    do {
      switch entry.work {
      case .shared(let plan):
        guard let market else { preconditionFailure("a shared trial has a market") }
        return .done(try TrialRun(market: market, features: features).statistics(of: plan))
      case .processes(let arguments): return .done(try ProcessTrial.statistics(arguments))
      case .failed(let outcome): return outcome
      }
    } catch {
      return Self.failure(error)
    }
  }

  /// What a result says of an error: the exit status and the sentence of the tool that failed.
  static func failure(_ error: any Error) -> TrialResult.Outcome {
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
