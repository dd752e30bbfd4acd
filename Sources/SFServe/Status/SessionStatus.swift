import SFCore

/// Where a session is: the file `status.json` of its directory, for people and monitors.
public struct SessionStatus: Equatable, Sendable {
  public enum State: String, CaseIterable, Sendable {
    case running
    /// It was told to stop, or was killed, and goes on when it is started again.
    case stopped
    /// All of its streams have come to their ends.
    case ended
    /// A stage has died in a way that another start would not mend.
    case failed
  }

  /// The form of the file.
  public static let version = 1

  /// The process of sf-session, or of sf-serve where there is none; `nil` when nothing runs.
  public var pid: Int32?
  public var state: State
  /// That of the plan.
  public var textHash: String?
  public var stages: [StageStatus]

  public init(
    pid: Int32?, state: State, textHash: String? = nil, stages: [StageStatus] = []
  ) {
    self.pid = pid
    self.state = state
    self.textHash = textHash
    self.stages = stages
  }
}
