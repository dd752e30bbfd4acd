import SFCore
import SFRun
import SFServe
import SFSession
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The death of one stage, and what comes of it.
struct Drill {
  private let directory: SessionDirectory
  private let stage: String
  private let clock: any Clock
  private let patience: TimeSpan

  init(
    _ directory: SessionDirectory, _ stage: String, _ clock: any Clock, _ patience: TimeSpan
  ) {
    self.directory = directory
    self.stage = stage
    self.clock = clock
    self.patience = patience
  }

  func run() throws -> DrillRecord {
    let before = try directory.status()
    let mark = before.stages.first { $0.name == stage }?.mark
    // Where all others were: who has caught up is there, too.
    let goal = before.stages.compactMap(\.mark).max()
    let sum = try JournalSum(journal, upTo: mark)
    let (at, begin) = (clock.time, clock.now)
    let child = StageChild(stage, of: before)
    child?.send(SIGKILL)
    let hasRecovered = try Patience(patience, clock).wait {
      try isBack(behind: child?.restarts ?? 0, goal)
    }
    let recovery = hasRecovered ? clock.now.since(begin) : nil
    return DrillRecord(
      at: at, textHash: before.textHash, stage: stage, mark: mark, recovery: recovery,
      bytes: sum.bytes, isEqual: try JournalSum(journal, upTo: mark) == sum)
  }

  private var journal: String { "\(directory.stage(stage))/journal" }

  private func isBack(behind restarts: Int, _ goal: Timestamp?) throws -> Bool {
    let now = try directory.status().stages.first { $0.name == stage }
    guard let now, now.restarts > restarts, now.state == .running || now.state == .ended else {
      return false
    }
    guard let goal else { return true }
    return now.mark.map { $0 >= goal } ?? false
  }
}
