import ArgumentParser
import SFCore
import SFServe

/// How a session keeps what its stages write.
struct KeepingOptions: ParsableArguments {
  @Flag(
    help:
      "Go through stored bars as fast as they are taken, without syncs: a rehearsal. A source that asks an exchange reads its store."
  )
  var replay = false

  @Option(
    help: ArgumentHelp(
      "When what an origin writes is on disk before anyone is shown it: each step, or never. "
        + "[default: step, never with --replay]"))
  var sync: SessionPlan.Sync?

  @Option(
    help: ArgumentHelp(
      "Drop segments of journals that are older, in market time: 30d. [default: keep all]",
      valueName: "time"),
    transform: KeepingOptions.span)
  var keep: TimeSpan?

  init() {}

  /// A plan of these stages.
  func plan(_ stages: [StagePlan], textHash: String) -> SessionPlan {
    SessionPlan(
      stages: stages, sync: sync ?? (replay ? .never : .step), keep: keep, isReplay: replay,
      textHash: textHash)
  }

  /// The options again, for a command line that says the same.
  var words: [String] {
    (replay ? ["--replay"] : []) + (sync.map { ["--sync", $0.rawValue] } ?? [])
      + (keep.map { ["--keep", "\($0)"] } ?? [])
  }

  private static func span(_ text: String) throws -> TimeSpan {
    guard let span = TimeSpan(text), span > .zero else {
      throw ValidationError("found '\(text)', expected a time like 30d")
    }
    return span
  }
}

extension SessionPlan.Sync: ExpressibleByArgument {}
