import SFCore
import SFEngine
import SFJournal
import SFRun
import SFServe
import SFSession
import SFTransport

/// The directory of a session, as a gate reads it: it changes nothing there.
package struct GateSession {
  package let path: String
  package let plan: SessionPlan
  package let text: SessionText
  /// What was last said of it; `nil` where nothing was.
  package let status: SessionStatus?

  package init(_ path: String) throws {
    self.path = path.count > 1 && path.last == "/" ? String(path.dropLast()) : path
    let file = "\(self.path)/config"
    guard DirectoryEntries.names(in: self.path)?.contains("config") == true else {
      throw TransportError(
        .noInput, "'\(self.path)' is no session: it has no file 'config'",
        help: "a session is begun by: sf-session run -f FILE --dir \(self.path)")
    }
    plan = try SessionPlan(text: try Endpoint.text(of: file), name: file)
    let place = "\(self.path)/text"
    do {
      text = try SessionText(try PipelineText(try Endpoint.text(of: place)))
    } catch let error as PipelineText.Failure {
      throw InputError(
        .badData, file: place, line: error.place.line, column: error.place.column,
        message: error.message)
    }
    // A session that has just begun has none, and a power cut may leave half of it.
    status = try? SessionStatus(
      text: try Endpoint.text(of: "\(self.path)/status.json"), name: "status.json")
  }

  package func directory(of stage: String) -> String { "\(path)/\(stage)" }

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
    let file = "\(path)/drills"
    guard DirectoryEntries.names(in: path)?.contains("drills") == true else { return [] }
    return try Endpoint.text(of: file).split(separator: "\n").compactMap {
      DrillRecord(line: String($0))
    }.filter { $0.textHash == plan.textHash }
  }
}
