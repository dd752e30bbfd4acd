import Logging
import SFCore
import SFRun

/// A source that remembers under its name whether it was cut: of several inputs people are told which.
///
/// A class, since another thread may read it. What it notes is asked for once that has handed over the
/// end.
package final class CutNoting: StepSource {
  package let name: String
  package private(set) var isCut = false
  private var source: any StepSource

  package init(_ name: String, _ source: any StepSource) {
    (self.name, self.source) = (name, source)
  }

  package var lines: SourceLines { source.lines }
  package var beforeLeaving: (() throws -> Void)? { source.beforeLeaving }
  package var memory: SourceMemory { source.memory }
  package var skipped: Int { source.skipped }
  package var mergesInputs: Bool { source.mergesInputs }

  package func resume(behind mark: Timestamp, _ memory: SourceMemory) {
    source.resume(behind: mark, memory)
  }

  package func begin() throws -> SourceHeader { try source.begin() }

  package func next(
    _ step: inout Step, _ lines: inout ForwardedLines, reads: LineTypes, refuses: LineTypes
  ) throws -> SourceEvent {
    let event = try source.next(&step, &lines, reads: reads, refuses: refuses)
    if case .cut = event { isCut = true }
    return event
  }

  package func onWaiting(_ action: @escaping () throws -> Void) { source.onWaiting(action) }
  package func drain() throws { try source.drain() }
}

extension Logger {
  /// Says that an input was cut.
  package func sayCut(_ name: String) {
    error("\(name): the stream was cut: it has a header and no end")
  }
}
