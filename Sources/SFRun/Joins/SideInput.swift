import SFCore

/// An input beside the main one, read as it comes, so that whoever writes it never waits for us.
///
/// What has arrived waits in memory until the main input has come to its mark.
package final class SideInput {
  /// What messages call it: `answers`, `market`.
  let name: String
  private let arrivals: Arrivals
  /// Whether its closing lines belong to the main input's: they are waited for.
  let closes: Bool
  private var isStarted = false
  /// What its source must remember, as of the last step that was taken.
  private(set) var memory = SourceMemory()

  /// The content of the types `reads` is taken; columns are the main input's.
  package init(
    _ name: String, _ source: any StepSource, reads: LineTypes, closes: Bool = false
  ) {
    precondition(!reads.contains(.features), "columns come with the main input")
    self.name = name
    arrivals = Arrivals(source, reads: reads)
    self.closes = closes
  }

  deinit { arrivals.abandon() }

  func resume(behind mark: Timestamp, _ memory: SourceMemory) {
    self.memory = memory
    arrivals.resume(behind: mark, memory)
  }

  /// Begins to read, with numbers for the series that are known. The thread ends with its input;
  /// nobody waits for that.
  package func start(knowing series: SeriesTable = SeriesTable()) throws {
    precondition(!isStarted, "an input is read once")
    isStarted = true
    _ = try PosixThread { [arrivals] in arrivals.keep(knowing: series) }
  }

  /// Waits until the input has begun; what is wrong with it comes when it is asked for a step.
  func waitForBeginning() { arrivals.waitForBeginning() }

  /// The next step, in place of one that has been used, for whoever goes by the marks of this input.
  func next(
    _ step: inout Step, beforeWaiting: () throws -> Void
  ) throws -> SourceEvent {
    if case .awaited = arrivals.head {
      try beforeWaiting()
      arrivals.wait()
    }
    if let ending = arrivals.ending { return try ending.get() }
    arrivals.giveBack(step)
    let arrival = arrivals.takeFirst()
    step = arrival.step
    memory = arrival.memory
    return .mark(nil)
  }

  /// Takes into a step what was said at its mark; waits until that is known.
  ///
  /// Returns how the input has ended if the run cannot go on without it: cut, or stopped.
  package func take(
    into step: inout Step, _ beforeWaiting: (() throws -> Void)?
  ) throws -> SourceEvent? {
    while true {
      switch MarkJoin.turn(of: arrivals.head, at: step.ts) {
      case .take:
        let arrival = arrivals.takeFirst()
        step.take(contentOf: arrival.step)
        memory = arrival.memory
        arrivals.giveBack(arrival.step)
        return nil
      case .silent:
        guard let ending = arrivals.ending else { return nil }
        let event = try ending.get()
        if case .end = event { return nil }
        return event
      case .wait:
        try beforeWaiting?()
        arrivals.wait()
      case .stray(let mark): throw stray(mark)
      }
    }
  }

  /// Takes into the last step of the main input what was said behind the last mark; waits for the end
  /// of this one. Returns how it has ended if that is no end.
  func close(
    into step: inout Step, _ beforeWaiting: (() throws -> Void)?
  ) throws -> SourceEvent? {
    if case .awaited = arrivals.head {
      try beforeWaiting?()
      arrivals.wait()
    }
    if case .step(let mark) = arrivals.head { throw stray(mark) }
    guard let ending = arrivals.ending else { preconditionFailure("it has come or ended") }
    let event = try ending.get()
    guard case .end = event else { return event }
    if let closing = arrivals.takeClosing() { step.take(answersOf: closing) }
    return nil
  }

  private func stray(_ mark: Timestamp) -> StageError {
    StageError(
      .badData, "found mark \(mark) in the input '\(name)', expected the marks of the main one")
  }
}
