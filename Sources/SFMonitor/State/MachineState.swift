import SFCore

/// What no line of a session says: how its processes are, its disk, its ledger.
public struct MachineState: Sendable {
  /// A stage's process.
  public struct Stage: Sendable, Equatable {
    public let name: String
    /// As sf-session says it: running, waiting, failed ….
    public var state: String
    public var mark: Timestamp?
    /// Seconds of the market behind the stage that is ahead of all; `nil` where nobody knows.
    public var lag: Double?
    public var restarts: Int
    public var memory: Double?
    public var reason: String?
    public var isDiskFull = false
    /// Since when no bar came that was due.
    public var outageSince: Timestamp?

    public init(
      name: String, state: String, mark: Timestamp? = nil, lag: Double? = nil, restarts: Int = 0,
      memory: Double? = nil, reason: String? = nil, isDiskFull: Bool = false,
      outageSince: Timestamp? = nil
    ) {
      self.name = name
      self.state = state
      self.mark = mark
      self.lag = lag
      self.restarts = restarts
      self.memory = memory
      self.reason = reason
      self.isDiskFull = isDiskFull
      self.outageSince = outageSince
    }
  }

  /// An order of which nobody has said what has become of it.
  public struct UnknownOrder: Sendable, Equatable {
    public let id: String
    public let since: Timestamp

    public init(id: String, since: Timestamp) {
      self.id = id
      self.since = since
    }
  }

  /// As sf-session says it; `nil` for a stream.
  public var state: String?
  public var stages: [Stage] = []
  public var unknownOrders: [UnknownOrder] = []
  /// What persons have said and the venue has not taken.
  public var untakenWords = 0
  /// Room on the disk of its directory, in bytes; `nil` where nobody has looked.
  public var freeBytes: Int64?
  /// When a new mark came last, by the machine's clock; `nil` before the first.
  public var heard: Timestamp?
  /// How much later than its time the newest mark was received, in milliseconds; negative where the
  /// clock of the machine is behind; `nil` where nobody knows.
  public var receipt: Int64?
  /// Whether its stream has come to its end.
  public var hasEnded = false

  public init() {}

  /// Whether something is to come.
  public var isLive: Bool { !hasEnded && (state == nil || state == "running") }

  /// Whether all stages are where they should be.
  public var isCurrent: Bool {
    stages.allSatisfy {
      ["running", "starting", "ended", "elsewhere"].contains($0.state) && $0.outageSince == nil
        && !$0.isDiskFull
    }
  }
}
