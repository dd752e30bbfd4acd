import Logging
import SFCore
import SFTool
import SFTransport
import SFRun

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Work in a thread of its own, which closes its descriptors when it ends, however it ends: so
/// that its neighbours see the end of their input, or that nobody reads any more.
final class BacktestJob {
  private let thread: PosixThread
  private let state: State

  /// What the thread is handed, and what it leaves behind.
  private final class State {
    let work: () throws -> ExitStatus
    let descriptors: [Int32]
    let log: Logger
    var status = ExitStatus.done

    init(_ work: @escaping () throws -> ExitStatus, closing descriptors: [Int32], _ log: Logger) {
      self.work = work
      self.descriptors = descriptors
      self.log = log
    }

    func run() {
      do { status = try work() } catch { status = Tool.report(error, log) }
      for descriptor in descriptors { close(descriptor) }
    }
  }

  init(
    closing descriptors: [Int32], _ log: Logger, _ work: @escaping () throws -> ExitStatus
  ) throws {
    let state = State(work, closing: descriptors, log)
    self.state = state
    thread = try PosixThread(state.run)
  }

  /// Waits for the end of the work, and gives its status.
  func wait() -> ExitStatus {
    thread.join()
    return state.status
  }
}
