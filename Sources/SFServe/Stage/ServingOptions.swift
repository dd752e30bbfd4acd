import SFCore
import SFFetch

/// How stages are served, beside what the plan says of each.
public struct ServingOptions: Sendable {
  public var sync: SessionPlan.Sync
  /// For how long segments are kept, in market time; `nil` for ever.
  public var keep: TimeSpan?
  public var segmentBytes: Int
  /// How long a child may drain once it was told to stop.
  public var grace: TimeSpan
  /// Variables that a stage finds beside those of this process, or in their place; hidden without a
  /// value.
  public var variables: @Sendable (StagePlan) -> [(name: String, value: String?)] = { _ in [] }
  /// Where the stages of a loop take their turns; `nil` where the system chooses.
  let turns: TurnProcessor?
  /// What stands in the header of a stream that has none: who made it whole.
  public var entry: StageEntry

  public init(_ plan: SessionPlan, grace: TimeSpan, entry: StageEntry) {
    sync = plan.sync
    keep = plan.keep
    segmentBytes = plan.segmentBytes
    turns = TurnProcessor(plan)
    self.grace = grace
    self.entry = entry
  }
}
