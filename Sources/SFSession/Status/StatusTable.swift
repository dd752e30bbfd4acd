import SFCore
import SFReport
import SFServe

/// Where the stages of a session are, as a table.
public enum StatusTable {
  /// `lag` counts seconds of the market that a stage is behind the one that is ahead of all.
  public static func table(of status: SessionStatus, title: String) -> Table {
    Table(
      "stages", title,
      [
        .init("stage", "stage"), .init("state", "state"), .init("pid", "pid"),
        .init("mark", "mark, UTC"), .init("lag_s", "lag, s"), .init("restarts", "restarts"),
        .init("memory_mb", "memory, MB"), .init("note", "note"),
      ], status.stages.map(row))
  }

  private static func row(_ stage: StageStatus) -> [Cell] {
    [
      .text(stage.name), .text(stage.state.rawValue), stage.pid.map { .count(Int($0)) } ?? .none,
      stage.mark.map(Cell.time) ?? .none, stage.lag.map(Self.rounded) ?? .none,
      .count(stage.restarts), stage.memory.map(Self.rounded) ?? .none,
      note(on: stage).map(Cell.text) ?? .none,
    ]
  }

  /// What is not as it should be.
  private static func note(on stage: StageStatus) -> String? {
    let parts = [
      stage.isDiskFull ? "the disk is full" : nil,
      stage.outageSince.map { "no bar since \($0), when one was due" },
      stage.isDiskFull ? nil : stage.reason,
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// Whole seconds and megabytes are enough for people.
  private static func rounded(_ value: Double) -> Cell { .count(Int(value.rounded())) }
}
