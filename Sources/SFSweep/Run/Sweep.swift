import Logging
import SFCommands
import SFCore
import SFTool

/// Runs trials and hands out their results in order.
///
/// Trials that read the same market share it, and the features that several of them ask for are
/// computed once. A pipeline with a program that is not ours runs as processes.
struct Sweep {
  let template: PipelineTemplate
  let identity: TrialIdentity
  let mode: SweepMode
  /// The `--config` of the sweep, which its pipelines read; `nil` when there is none.
  let configuration: String?
  let jobs: Int
  let log: Logger

  /// Seconds beside the result, which has no time in it.
  struct Finished {
    let result: TrialResult
    let seconds: Double
  }

  func run(_ trials: [Trial], take: @escaping (Finished) throws -> Void) throws {
    var rest = trials[...]
    var commands = CommandCache(mode, file: configuration)
    while !rest.isEmpty, !Interruption.isRequested {
      let group = try nextGroup(&rest, &commands)
      try group.run(take)
    }
  }

  /// The next trials that can share what they read: as many as follow each other.
  private func nextGroup(
    _ rest: inout ArraySlice<Trial>, _ commands: inout CommandCache
  ) throws -> TrialGroup {
    var entries: [TrialGroup.Entry] = []
    var words: [String]?
    var specs: [String] = []
    var known: Set<String> = []
    var market: SharedMarket?
    while let trial = rest.first {
      let id = identity.id(of: trial)
      let text = template.text(for: trial)
      let entry: TrialGroup.Entry
      do {
        let plan = try TrialPlan(text, &commands)
        if words == nil {
          words = plan.sourceWords
          market = try SharedMarket(try plan.source.makeSource(log))
        }
        guard words == plan.sourceWords else { break }
        let new = (plan.features?.specs ?? []).filter { known.insert($0).inserted }
        // A feature is counted as one column; few have more.
        let columns = specs.count + new.count
        if !entries.isEmpty, let market,
          columns * market.bars * MemoryLayout<Double>.size > SharedFeatures.mostBytes
        {
          break
        }
        specs += new
        entry = .init(id: id, trial: trial, work: .shared(plan))
      } catch let pipeline as TrialPlan.NeedsProcesses {
        entry = .init(id: id, trial: trial, work: .processes(arguments(for: pipeline.text)))
      } catch {
        entry = .init(id: id, trial: trial, work: .failed(TrialGroup.failure(error)))
      }
      entries.append(entry)
      rest.removeFirst()
    }
    return TrialGroup(entries: entries, market: market, specs: specs, jobs: jobs)
  }

  /// What `sf-backtest` is told, to run a trial as this process would.
  private func arguments(for text: String) -> [String] {
    (configuration.map { ["--config", $0] } ?? []) + ["-q", text + " | sf-report --format json"]
  }
}
