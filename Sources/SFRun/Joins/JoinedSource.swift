import SFCore

/// A main input and others beside it, joined by their marks: the step of a mark holds what each
/// said at it, the main one first, the others in their order.
///
/// The lines of the main input go on, those of the others do not. Only the main input makes its
/// writer wait; the others are read as they come. When the main input ends the join does, and waits
/// for those of the others only whose closing lines belong to its own.
package final class JoinedSource: StepSource {
  private var main: any StepSource
  private let sides: [SideInput]
  private var beforeWaiting: (() throws -> Void)?

  package init(_ main: any StepSource, _ sides: [SideInput]) {
    self.main = main
    self.sides = sides
  }

  package var lines: SourceLines { main.lines }
  package var beforeLeaving: (() throws -> Void)? { main.beforeLeaving }
  package var skipped: Int { main.skipped }
  package var mergesInputs: Bool { main.mergesInputs }

  package func onWaiting(_ action: @escaping () throws -> Void) {
    beforeWaiting = action
    main.onWaiting(action)
  }

  package var memory: SourceMemory {
    var memory = main.memory
    memory.sides = sides.map(\.memory)
    return memory
  }

  package func resume(behind mark: Timestamp, _ memory: SourceMemory) {
    main.resume(behind: mark, memory)
    for (side, memory) in zip(sides, memory.sides) { side.resume(behind: mark, memory) }
  }

  /// Reads all inputs from here on: their writers may wait for each other.
  package func begin() throws -> SourceHeader {
    for side in sides { try side.start() }
    return try main.begin()
  }

  package func next(
    _ step: inout Step, _ lines: inout ForwardedLines, reads: LineTypes, refuses: LineTypes
  ) throws -> SourceEvent {
    let event = try main.next(&step, &lines, reads: reads, refuses: refuses)
    switch event {
    case .mark:
      for side in sides {
        if let ending = try side.take(into: &step, beforeWaiting) { return ending }
      }
    case .end:
      for side in sides where side.closes {
        if let ending = try side.close(into: &step, beforeWaiting) { return ending }
      }
    case .lines, .cut, .open, .interrupted: break
    }
    return event
  }

  package func drain() throws { try main.drain() }
}
