import SFCore
import SFJournal
import SFRun
import SFServe
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The directory of a session: its text and its plan, and a directory for each stage.
struct SessionDirectory {
  let path: String
  private let clock: any Clock

  init(_ path: String, _ clock: any Clock = SystemClock()) {
    self.clock = clock
    self.path = path.count > 1 && path.last == "/" ? String(path.dropLast()) : path
  }

  private var planFile: String { "\(path)/config" }
  private var textFile: String { "\(path)/text" }
  private var statusFile: String { "\(path)/status.json" }
  /// The book that the session was begun with.
  var carried: String { "\(path)/carried" }
  /// What was said to its stages beside their words.
  var settings: String { "\(path)/settings" }
  var drillFile: String { "\(path)/drills" }

  func stage(_ name: String) -> String { "\(path)/\(name)" }

  /// The process that runs it; `nil` when nobody does.
  var runner: Int32? { DirectoryLock.holder(of: path) }

  // MARK: Looking

  /// What the session was begun with; `nil` before it was.
  func plan() throws -> SessionPlan? {
    guard access(planFile, F_OK) == 0 else { return nil }
    return try SessionPlan(text: try Endpoint.text(of: planFile), name: planFile)
  }

  /// The same of a session that must be there.
  func existingPlan() throws -> SessionPlan {
    if let plan = try plan() { return plan }
    let isThere = access(path, F_OK) == 0
    throw TransportError(
      .noInput,
      "'\(path)' is no session: \(isThere ? "it has no file 'config'" : "it is not there")",
      help: "a session is begun by: sf-session run -f FILE --dir \(path)")
  }

  /// What was last said of it; nothing runs where nobody has its lock, whatever was said.
  func status() throws -> SessionStatus {
    let plan = try existingPlan()
    let runner = runner
    // It is not synced, so that a session at rest is at rest: a power cut may leave half of it.
    let said = try? SessionStatus(text: try Endpoint.text(of: statusFile), name: statusFile)
    guard var status = said else {
      return SessionStatus(
        pid: runner, state: runner == nil ? .stopped : .running, textHash: plan.textHash,
        stages: plan.stages.map { StageStatus(name: $0.name, state: .waiting) })
    }
    status.pid = runner
    let now = clock.time
    for place in status.stages.indices where runner != nil {
      status.stages[place].outageSince = status.stages[place].outage(at: now)
    }
    if runner == nil { status.stop() } else if status.state == .stopped { status.state = .running }
    return status
  }

  /// The plan of one of its stages.
  func stagePlan(_ name: String) throws -> StagePlan {
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
  func take() throws -> DirectoryLock {
    guard DirectoryEntries.make(path, 0o700) else {
      throw TransportError(
        .cannotCreate, "cannot create '\(path)': \(TransportError.reason(errno))")
    }
    if access(planFile, F_OK) != 0, let found = foreignEntry() {
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
  func write(text: String, _ plan: SessionPlan) throws {
    try AtomicFile.write(text, to: textFile, syncs: true)
    try write(plan)
  }

  func write(_ plan: SessionPlan) throws {
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
