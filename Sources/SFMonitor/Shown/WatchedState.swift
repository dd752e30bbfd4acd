import SFCore

/// A session as it is shown: its state, and what its rules have raised.
public struct WatchedState: Sendable {
  public let state: SessionState
  public let open: [AlertBook.Raised]
  public let tally: [AlertBook.Tally]

  public init(_ state: SessionState, _ book: AlertBook) {
    self.state = state
    open = book.open
    tally = book.tally
  }

  /// What is not well, in sentences: stages that are not where they should be, and errors.
  public var illness: [String] {
    let stages = state.machine.stages.filter { stage in
      !["running", "starting", "ended", "elsewhere"].contains(stage.state)
    }
    return stages.map { "\(state.name): the stage \($0.name) is \($0.state)" }
      + open.filter { $0.level == .error }.map { "\(state.name): \($0.finding.text)" }
  }
}
