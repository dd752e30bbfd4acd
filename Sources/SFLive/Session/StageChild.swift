import SFCore
import SFServe
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The process of a stage of a session that runs, to be killed.
struct StageChild {
  let id: Int32
  /// How often the stage had been started again.
  let restarts: Int

  /// `nil` where the stage has none now, or another process has its number by now: a process of a
  /// stage is a child of a child of sf-session.
  init?(_ name: String, of status: SessionStatus) {
    guard let stage = status.stages.first(where: { $0.name == name }), let id = stage.pid,
      let session = status.pid, Self.parent(of: id).flatMap(Self.parent) == session
    else { return nil }
    self.id = id
    restarts = stage.restarts
  }

  func send(_ signal: Int32) { kill(id, signal) }

  private static func parent(of process: Int32) -> Int32? {
    // One that has ended has no file.
    guard let text = try? Endpoint.text(of: "/proc/\(process)/stat"),
      let end = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    return fields.count > 1 ? Int32(fields[1]) : nil
  }
}
