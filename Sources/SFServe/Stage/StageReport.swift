import SFCore
import SFJournal
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a stage says of itself for the status.
extension ServedStage {
  /// `newest` is the mark of the stage that is ahead of all.
  func report(newest: Timestamp?) -> StageStatus {
    let mark = journal.head
    let lag = mark.flatMap { mark in newest.map { Double($0 - mark) / 1_000 } }
    var status = StageStatus(
      name: plan.name, state: state, pid: child?.pid, mark: mark, wall: wall(of: mark), lag: lag,
      restarts: supervision.restarts, lastExit: lastEnding?.shellStatus,
      memory: child.flatMap { Self.memory(of: $0.pid) })
    status.isInexact = access(directory.inexact, F_OK) == 0
    status.reason = reason
    status.isDiskFull = isDiskFull
    status.due = rhythm?.due(behind: mark)
    return status
  }

  private var state: StageStatus.State {
    switch course {
    case .waiting: .waiting
    case .running: again == .nothing ? .running : .starting
    case .stopping, .stopped: .stopped
    case .ended: .ended
    case .failed: .failed
    }
  }

  private func wall(of mark: Timestamp?) -> Timestamp? {
    guard plan.isOrigin, let mark else { return nil }
    return try? Times.wall(of: mark, in: directory.path)  // A time that is not known is not said.
  }

  /// What a process holds of the memory, in megabytes.
  private static func memory(of pid: pid_t) -> Double? {
    // One that has ended holds nothing.
    guard let text = try? Endpoint.text(of: "/proc/\(pid)/statm") else { return nil }
    let words = text.split(separator: " ")
    guard words.count > 1, let pages = Double(words[1]) else { return nil }
    return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_000_000
  }
}
