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
  /// What the shell says to the stages beside their words.
  let settings: SessionSettings
  let clock: any Clock

  /// The plan of a text, written down where it is new. Another configuration than that of the
  /// directory is an error (78) that says which stage differs, and how.
  func settle(_ text: SessionText) throws -> SessionPlan {
    guard let old = try directory.plan() else { return try begin(text) }
    var plan = try plan(of: try keepingBook(of: text, old))
    (plan.carried, plan.variables) = (old.carried, old.variables)
    let said = StageSettings(clock)
    if let change = PlanChange.find(from: old, to: plan, judge: said.judge) { throw change }
    // Other words for the same settings are not written down: the text of the directory stays.
    plan.textHash = old.textHash
    for place in plan.stages.indices { plan.stages[place].words = old.stages[place].words }
    if plan != old { try directory.write(plan) }
    return plan
  }

  private func begin(_ text: SessionText) throws -> SessionPlan {
    let first = FirstStart(
      tradeFrom: keeping.replay ? nil : clock.time,
      carries: try carried.map(CarriedSession.stoppedStrategy))
    let (resolved, asked) = try copyingBook(of: try first.resolve(text))
    var plan = try plan(of: resolved)
    plan.carried = asked
    plan.variables = try settings.keep(plan.stages)
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

  /// The text with a copy of the book that it goes on with, made now; `asked` is what was copied.
  private func copyingBook(
    of text: SessionText
  ) throws -> (text: SessionText, asked: String?) {
    guard let run = FirstStart.carried(by: text) else { return (text, nil) }
    // What else is wrong with it is said before anything is copied.
    _ = try plan(of: text)
    let copy = try CarriedCopy(directory: directory.carried).take(run)
    return (FirstStart.carrying(copy, in: text), carried ?? run)
  }

  /// The text of a later start with the copy that the first one has made. It need not say again what
  /// was copied, which may be gone; another one is an error (78).
  private func keepingBook(of text: SessionText, _ old: SessionPlan) throws -> SessionText {
    let words = old.stages.map(\.words)
    guard let asked = old.carried,
      let copy = FirstStart.carried(
        by: FirstStart.continued(FirstStart.withoutBook(text), from: words))
    else {
      return try FirstStart(
        tradeFrom: nil, carries: try carried.map(CarriedSession.strategy)
      ).resolve(FirstStart.continued(text, from: words))
    }
    for said in [carried, FirstStart.carried(by: text)].compactMap(\.self)
    where said != copy && SessionDirectory(said).path != SessionDirectory(asked).path {
      throw ConfigurationError(
        "--carry", "is '\(said)', and the session was begun with '\(asked)'")
    }
    let first = FirstStart(tradeFrom: nil, carries: nil)
    return FirstStart.carrying(copy, in: try first.resolve(FirstStart.continued(text, from: words)))
  }
}
