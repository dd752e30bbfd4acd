import SFCore
import SFRun

/// Where a stage stands, and what comes next.
package enum StageCourse: Equatable {
  /// It is started when the moment has come: after a death, or for the first time.
  case waiting(until: Moment)
  case running
  /// It was told to stop, and drains what it has; at that moment it is ended.
  case stopping(until: Moment)
  /// It has stopped, and goes on when it is served again.
  case stopped
  /// Its end stands in its journal.
  case ended
  /// It is not started again.
  case failed(Supervision.Failure)

  /// Whether nothing will be written any more.
  package var isOver: Bool {
    switch self {
    case .stopped, .ended, .failed: true
    case .waiting, .running, .stopping: false
    }
  }

  /// Whether its inputs are read on.
  var isRunning: Bool { self == .running }

  package var failure: Supervision.Failure? {
    if case .failed(let failure) = self { return failure }
    return nil
  }

  /// When something is due that nothing from outside brings.
  var deadline: Moment {
    switch self {
    case .waiting(let moment), .stopping(let moment): moment
    case .running, .stopped, .ended, .failed: .never
    }
  }
}
