import SFCore
import SFJournal
import SFRun
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The directory of a session: its text and its plan, and a directory for each stage.
package struct SessionDirectory {
  package let path: String
  private let clock: any Clock

  package init(_ path: String, _ clock: any Clock = SystemClock()) {
    self.clock = clock
    self.path = path.count > 1 && path.last == "/" ? String(path.dropLast()) : path
  }

  private var planFile: String { "\(path)/config" }
  package var textFile: String { "\(path)/text" }
  private var statusFile: String { "\(path)/status.json" }
  /// The book that the session was begun with.
  package var carried: String { "\(path)/carried" }
  /// What was said to its stages beside their words.
  package var settings: String { "\(path)/settings" }
  package var drillFile: String { "\(path)/drills" }

  package func stage(_ name: String) -> String { "\(path)/\(name)" }

  /// The process that runs it; `nil` when nobody does.
  package var runner: Int32? { DirectoryLock.holder(of: path) }

  // MARK: Looking

  /// Whether it is that of a session.
  package var isBegun: Bool { access(planFile, F_OK) == 0 }

  /// What the session was begun with; `nil` before it was.
  package func plan() throws -> SessionPlan? {
    guard isBegun else { return nil }
    return try SessionPlan(text: try Endpoint.text(of: planFile), name: planFile)
  }

  /// The same of a session that must be there.
  package func existingPlan() throws -> SessionPlan {
    if let plan = try plan() { return plan }
    let isThere = access(path, F_OK) == 0
    throw TransportError(
      .noInput,
      "'\(path)' is no session: \(isThere ? "it has no file 'config'" : "it is not there")",
      help: "a session is begun by: sf-session run -f FILE --dir \(path)")
  }

  /// What was last said of it; nothing runs where nobody has its lock, whatever was said.
  package func status() throws -> SessionStatus { status(of: try existingPlan(), at: clock.time) }

  /// The same of a session whose plan is known, at a time.
  package func status(of plan: SessionPlan, at now: Timestamp) -> SessionStatus {
    let runner = runner
    // It is not synced, so that a session at rest is at rest: a power cut may leave half of it.
    let said = try? SessionStatus(text: try Endpoint.text(of: statusFile), name: statusFile)
    var status =
      said
      ?? SessionStatus(
        pid: runner, state: .running, textHash: plan.textHash,
        stages: plan.stages.map { StageStatus(name: $0.name, state: .waiting) })
    status.pid = runner
    for place in status.stages.indices where runner != nil {
      status.stages[place].outageSince = status.stages[place].outage(at: now)
    }
    if runner == nil { status.stop() } else if status.state == .stopped { status.state = .running }
    return status
  }

  /// The plan of one of its stages.
  package func stagePlan(_ name: String) throws -> StagePlan {
    let stages = try existingPlan().stages
    if let stage = stages.first(where: { $0.name == name }) { return stage }
    let names = stages.map(\.name)
    throw TransportError(
      .noInput, "found the stage '\(name)', expected one of \(names.joined(separator: " "))",
      help: NearestName.help(for: name, among: names))
  }

  // MARK: Beginning

  /// Makes the directory, where there is none, and takes its lock. What holds something else than a
  /// session is refused.
  package func take() throws -> DirectoryLock {
    guard DirectoryEntries.make(path, 0o700) else {
      throw TransportError(
        .cannotCreate, "cannot create '\(path)': \(TransportError.reason(errno))")
    }
    if !isBegun, let found = foreignEntry() {
      throw TransportError(
        .cannotCreate, "'\(path)' holds something else ('\(found)'), expected a session or nothing",
        help: "give another directory")
    }
    return try DirectoryLock(path)
  }

  private func foreignEntry() -> String? {
    // The power, or a kill, may have come before a file was in its place.
    DirectoryEntries.names(in: path)?.first {
      !["carried", "lock", "settings", "text"].contains($0) && !$0.hasSuffix(".tmp")
    }
  }

  /// Writes what the session is. The plan comes last: with it the session has begun.
  package func write(text: String, _ plan: SessionPlan) throws {
    try AtomicFile.write(text, to: textFile, syncs: true)
    try write(plan)
  }

  package func write(_ plan: SessionPlan) throws {
    try AtomicFile.write(plan.text, to: planFile, syncs: true)
  }
}

extension SessionStatus {
  /// What is true of a session that nobody runs.
  fileprivate mutating func stop() {
    if state == .running { state = .stopped }
    for place in stages.indices {
      stages[place].pid = nil
      stages[place].memory = nil
      if [.starting, .running, .waiting].contains(stages[place].state) {
        stages[place].state = .stopped
      }
    }
  }
}
