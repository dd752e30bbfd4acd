import SFCore
import SFEngine
import SFRun
import SFServe
import SFSession
import SFTransport

/// What a directory is run with: what it was begun with, if it was, and what is asked for now.
struct SessionPlanning {
  let directory: SessionDirectory
  let wiring: Wiring
  let keeping: KeepingOptions
  /// The directory of a session whose book goes on here.
  let carried: String?
  let clock: any Clock

  /// The plan of a text, written down where it is new. Another configuration than that of the
  /// directory is an error (78) that says which stage differs, and how.
  func settle(_ text: SessionText) throws -> SessionPlan {
    guard let old = try directory.plan() else { return try begin(text) }
    let first = FirstStart(tradeFrom: nil, carries: try carried.map(strategy))
    let resolved = try first.resolve(
      FirstStart.continued(text, from: old.stages.map(\.words)))
    var plan = try plan(of: resolved)
    let settings = StageSettings(clock)
    if let change = PlanChange.find(from: old, to: plan, judge: settings.judge) { throw change }
    // Other words for the same settings are not written down: the text of the directory stays.
    plan.textHash = old.textHash
    for place in plan.stages.indices { plan.stages[place].words = old.stages[place].words }
    if plan != old { try directory.write(plan) }
    return plan
  }

  private func begin(_ text: SessionText) throws -> SessionPlan {
    let first = FirstStart(
      tradeFrom: keeping.replay ? nil : clock.time, carries: try carried.map(stopped))
    let resolved = try first.resolve(text)
    let plan = try plan(of: resolved)
    try directory.write(text: Self.comment + resolved.text, plan)
    return plan
  }

  private static let comment = "# What this session runs; sf-backtest -f runs it in one process.\n"

  private func plan(of text: SessionText) throws -> SessionPlan {
    let plan = keeping.plan(
      try wiring.stages(of: text), textHash: Fingerprint(of: Array(text.text.utf8)).description)
    try plan.validate()
    return plan
  }

  // MARK: Carrying over

  /// The directory of the strategy of a session that has stopped.
  private func stopped(_ path: String) throws -> String {
    if let process = SessionDirectory(path).runner {
      throw TransportError(
        .tryAgain,
        "'\(path)' is still run by process \(process), expected a session that has stopped",
        help: "stop it: sf-session stop \(path)")
    }
    return try strategy(of: path)
  }

  /// The directory of its strategy.
  private func strategy(of path: String) throws -> String {
    let directory = SessionDirectory(path)
    let stages = try directory.existingPlan().stages
    let strategy = stages.last {
      TextStage(name: $0.name, words: $0.words).tool == "sf-strategy"
    }
    guard let strategy else {
      throw ConfigurationError("--carry", "is '\(path)', a session without sf-strategy")
    }
    return directory.stage(strategy.name)
  }
}
