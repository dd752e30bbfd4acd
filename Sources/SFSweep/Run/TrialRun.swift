import Logging
import SFCommands
import SFCore
import SFReport
import SFTool

/// Runs one trial in this process, over data that it shares with others.
struct TrialRun {
  let market: SharedMarket
  /// `nil` when each trial computes its own.
  let features: SharedFeatures?

  /// The figures of the report, by key.
  func statistics(of plan: TrialPlan) throws -> [(key: String, json: String)] {
    var stages = plan.stages
    var source = TrialSource(market)
    if let own = plan.features, let values = features?.columns(of: own.specs) {
      source = TrialSource(market, features: own.entry, values: values)
      stages.removeFirst()
    }
    var chain = Chain(source, try stages.map { try $0.makeLink(.silent) }, [])
    let outcome = try chain.run()
    guard let stage = chain.stages.last as? ReportStage else {
      preconditionFailure("a plan ends with a report")
    }
    let summary = try stage.report(isComplete: outcome == .done).summary
    return zip(summary.columns, summary.rows[0]).map { ($0.key, $1.json) }
  }
}

extension Logger {
  /// Says nothing: what a trial would say, each of thousands would.
  static let silent = Logger(label: "trial") { _ in SwiftLogNoOpLogHandler() }
}
