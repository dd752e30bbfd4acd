import SFCore

/// A session as it is shown: its state, and what its rules have raised.
public struct WatchedState: Sendable {
  public let state: SessionState
  public let open: [AlertBook.Raised]
  public let tally: [AlertBook.Tally]
  /// What its days brought beside its lines.
  public let notes: DayBook

  public init(_ state: SessionState, _ book: AlertBook, _ notes: DayBook = DayBook()) {
    self.state = state
    self.notes = notes
    open = book.open
    tally = book.tally
  }

  /// Whether what is known of it is of now, and agrees: all stages are where they should be, bars come,
  /// and of each order it is known what has become of it.
  public var isCurrent: Bool {
    state.mark != nil && state.machine.isLive && state.machine.isCurrent
      && state.machine.unknownOrders.isEmpty && state.fills.unexplained.isEmpty
      && !open.contains { ["stage_lag", "stream_silent"].contains($0.kind) }
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
