import SFCore
import SFEngine
import SFRun
import SFServe
import SFSession
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The directory of a session, as a gate reads it: it changes nothing there.
package struct GateSession {
  package let plan: SessionPlan
  package let text: SessionText
  /// What was last said of it.
  package let status: SessionStatus
  private let place: SessionDirectory

  package init(_ path: String) throws {
    place = SessionDirectory(path)
    plan = try place.existingPlan()
    do {
      text = try SessionText(try PipelineText(try Endpoint.text(of: place.textFile)))
    } catch let error as PipelineText.Failure {
      throw InputError(
        .badData, file: place.textFile, line: error.place.line, column: error.place.column,
        message: error.message)
    }
    status = try place.status()
  }

  package var path: String { place.path }
  /// What was said to its stages beside their words.
  package var settings: String { place.settings }

  package func directory(of stage: String) -> String { place.stage(stage) }

  /// The directory of the last stage that is this tool; `nil` for none.
  package func directory(ofTool tool: String) -> String? {
    text.index(ofTool: tool).map { directory(of: text.stages[$0].name) }
  }

  /// The stages whose journals stand here, in their order.
  package var stages: [String] { plan.stages.filter { $0.host == nil }.map(\.name) }

  /// Why a backtest of the text is not the whole session; `nil` where it is.
  package var strangeness: String? {
    let names = plan.stages.map(\.name)
    for stage in plan.stages {
      if stage.host != nil { return "the stage '\(stage.name)' is served elsewhere" }
      if stage.warmUp != nil { return "the stage '\(stage.name)' was warmed up, and not repeated" }
      if let input = stage.inputs.first(where: { !names.contains($0.from) }) {
        return "the stage '\(stage.name)' reads '\(input.from)', which is not recorded here"
      }
    }
    return nil
  }

  /// What is recorded of drills, of this text.
  package func drills() throws -> [DrillRecord] {
    guard access(place.drillFile, F_OK) == 0 else { return [] }
    return try Endpoint.text(of: place.drillFile).split(separator: "\n").compactMap {
      DrillRecord(line: String($0))
    }.filter { $0.textHash == plan.textHash }
  }
}
