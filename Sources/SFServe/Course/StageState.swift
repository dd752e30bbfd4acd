import SFCore
import SFRun

/// Where a stage stands.
package enum StageState: Equatable {
  /// It is started when the moment has come: after a death, or for the first time.
  case waiting(until: Moment)
  case running
  /// It was told to stop, and drains what it has.
  case stopping
  /// It has stopped, and goes on when it is served again.
  case stopped
  /// Its end stands in its journal.
  case ended
  /// It is not started again.
  case failed(Supervision.Failure)

  package var name: String {
    switch self {
    case .waiting: "waiting"
    case .running: "running"
    case .stopping: "stopping"
    case .stopped: "stopped"
    case .ended: "ended"
    case .failed: "failed"
    }
  }

  /// Whether nothing will be written any more.
  package var isOver: Bool {
    switch self {
    case .stopped, .ended, .failed: true
    case .waiting, .running, .stopping: false
    }
  }
}
