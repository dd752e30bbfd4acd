import SFCommands
import SFCore
import SFTool
import SFWire

/// The steps of archives; an error names the archive and its line, not the place in the whole.
struct ArchiveSteps: StepSource {
  private let steps: IngestSource
  private let sources: [ArchiveSource]

  init(_ steps: IngestSource, _ sources: [ArchiveSource]) {
    self.steps = steps
    self.sources = sources
  }

  func begin(_ outputs: Outputs) throws -> SourceHeader { steps.begin(outputs) }

  func next(
    _ step: inout Step, reads: LineTypes, refuses: LineTypes, _ outputs: Outputs
  ) throws -> SourceEvent {
    do {
      return try steps.next(&step, reads: reads, refuses: refuses, outputs)
    } catch let error as InputError {
      guard let source = sources.first(where: { $0.name == error.file }) else { throw error }
      let place = source.place(ofLine: error.line)
      throw InputError(
        error.exitStatus, file: place.path, line: place.line, column: error.column,
        message: error.message, help: error.help)
    }
  }
}
