import SFCommands
import SFCore
import SFTool
import SFWire
import SFRun

/// The steps of archives; an error names the archive and its line, not the place in the whole.
struct ArchiveSteps: StepSource {
  private let steps: IngestSource
  private let sources: [ArchiveSource]

  init(_ steps: IngestSource, _ sources: [ArchiveSource]) {
    self.steps = steps
    self.sources = sources
  }

  var lines: SourceLines { steps.lines }
  var beforeLeaving: (() throws -> Void)? { steps.beforeLeaving }

  func resume(behind mark: Timestamp, _ memory: SourceMemory) {
    steps.resume(behind: mark, memory)
  }

  func onWaiting(_ action: @escaping () throws -> Void) { steps.onWaiting(action) }

  func begin() -> SourceHeader { steps.begin() }

  func next(
    _ step: inout Step, _ lines: inout ForwardedLines, reads: LineTypes, refuses: LineTypes
  ) throws -> SourceEvent {
    do {
      return try steps.next(&step, &lines, reads: reads, refuses: refuses)
    } catch let error as InputError {
      guard let source = sources.first(where: { $0.name == error.file }) else { throw error }
      let place = source.place(ofLine: error.line)
      throw InputError(
        error.exitStatus, file: place.path, line: place.line, column: error.column,
        message: error.message, help: error.help)
    }
  }
}
