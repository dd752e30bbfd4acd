import SFCore

/// Where a stage of a session is.
public struct StageStatus: Equatable, Sendable {
  public enum State: String, CaseIterable, Sendable {
    /// Its process runs, and has not yet come to where its journal ends.
    case starting
    /// Its process runs, and what it writes is new.
    case running
    /// Its process has died and is started again in a moment.
    case waiting
    /// It was told to stop, and has.
    case stopped
    /// Its stream has come to its end.
    case ended
    /// It has died in a way that another start would not mend.
    case failed
    /// Another machine serves it.
    case elsewhere
  }

  public let name: String
  public var state: State
  /// Its process; `nil` while there is none.
  public var pid: Int32?
  /// The last mark of its journal; `nil` before the first.
  public var mark: Timestamp?
  /// When the last mark came to the origin; `nil` where nobody knows.
  public var wall: Timestamp?
  /// How far it is behind the stage that is ahead of all, in seconds of the market.
  public var lag: Double?
  /// How often its process has been started again.
  public var restarts: Int
  /// How its process ended last, as a shell says it; `nil` while it has not.
  public var lastExit: Int32?
  /// What its process holds of the memory, in megabytes; `nil` while there is none.
  public var memory: Double?
  /// Whether its journal is not what a whole run writes: it was warmed up.
  public var isInexact = false
  /// Why it is not where it should be, in a sentence; `nil` while all is well.
  public var reason: String?
  /// Whether its disk takes no more, and it waits for room.
  public var isDiskFull = false
  /// Of a market that is followed: when the next bar should be here at the latest.
  public var due: Timestamp?
  /// Since when no bar came that was due; `nil` where none is.
  public var outageSince: Timestamp?

  public init(
    name: String, state: State, pid: Int32? = nil, mark: Timestamp? = nil, wall: Timestamp? = nil,
    lag: Double? = nil, restarts: Int = 0, lastExit: Int32? = nil, memory: Double? = nil
  ) {
    self.name = name
    self.state = state
    self.pid = pid
    self.mark = mark
    self.wall = wall
    self.lag = lag
    self.restarts = restarts
    self.lastExit = lastExit
    self.memory = memory
  }
}
