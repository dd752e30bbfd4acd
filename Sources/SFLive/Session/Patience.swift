import SFCore
import SFRun
import SFTool

/// Waits for what another process does, and looks now and then whether it has.
struct Patience {
  private let deadline: Moment
  private let clock: any Clock

  private static let apart = TimeSpan.milliseconds(50)

  init(_ span: TimeSpan, _ clock: any Clock) {
    deadline = clock.now + span
    self.clock = clock
  }

  /// Whether it was so before the time was over, or a signal asked to stop.
  func wait(until isSo: () throws -> Bool) rethrows -> Bool {
    var awaited = WaitSet(stop: Interruption.descriptor)
    while true {
      if try isSo() { return true }
      if clock.now >= deadline || awaited.isStopped { return false }
      _ = awaited.wait(until: min(deadline, clock.now + Self.apart), clock)
    }
  }
}
