import SFCore

/// A level that a bar has met, or opened beyond.
public struct LevelMeeting: Hashable, Sendable {
  public let reason: ExitReason
  /// The level; `nil` when the bar opened at or beyond it.
  public let level: Level?
}

extension ExitRules {
  /// What a bar does to a position whose levels are met inside bars.
  ///
  /// The levels are those known before the bar. A bar that opens at or beyond a
  /// level closes at its open, whatever it does later. Else its path is unknown
  /// and the worse is assumed: a stop before any target; of several the nearest
  /// to the open; equal levels by the order of the rules.
  ///
  /// A position that a limit opened inside the bar was not there at its open,
  /// and meets no target, since the bar may have been there before.
  public func meet(_ bar: Bar, for position: Position) -> LevelMeeting? {
    let direction = position.direction
    let isLong = direction == .long
    let worst = isLong ? bar.low : bar.high
    let best = isLong ? bar.high : bar.low
    var atOpen = Candidate()
    var stop = Candidate()
    var target = Candidate()
    for index in members.indices where type(of: members[index].rule.content).hasLevels {
      let levels = members[index].rule.content.levels(for: position)
      let rank = members[index].rank
      if !position.isOpenedInside,
        levels.hasTarget(at: bar.open, direction) || levels.hasStop(at: bar.open, direction)
      {
        if rank < atOpen.rank { atOpen = Candidate(index: index, rank: rank) }
      } else if let level = levels.stop, levels.hasStop(at: worst, direction) {
        stop.take(level, index, rank, isNearer: isLong ? (>) : (<))
      } else if !position.isOpenedInside, let level = levels.target,
        levels.hasTarget(at: best, direction)
      {
        target.take(level, index, rank, isNearer: isLong ? (<) : (>))
      }
    }
    if atOpen.index >= 0 {
      let rule = members[atOpen.index].rule.content
      let isTarget = rule.levels(for: position).hasTarget(at: bar.open, direction)
      return LevelMeeting(
        reason: isTarget ? type(of: rule).targetReason : type(of: rule).stopReason, level: nil)
    }
    if let level = stop.level {
      let reason = type(of: members[stop.index].rule.content).stopReason
      return LevelMeeting(reason: reason, level: level)
    }
    guard let level = target.level else { return nil }
    let reason = type(of: members[target.index].rule.content).targetReason
    return LevelMeeting(reason: reason, level: level)
  }

  /// The rule that is met first, as far as they have been looked at.
  private struct Candidate {
    var index = -1
    var rank = Int.max
    var level: Level?

    mutating func take(
      _ level: Level, _ index: Int, _ rank: Int, isNearer: (Level, Level) -> Bool
    ) {
      if let own = self.level, own == level ? rank >= self.rank : !isNearer(level, own) { return }
      self = Candidate(index: index, rank: rank, level: level)
    }
  }
}
