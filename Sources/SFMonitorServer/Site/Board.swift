import SFCore
import SFMonitor
import Synchronization

/// What is shown, between who watches and who serves: the one writes it, the others read it.
final class Board: Sendable {
  struct Content {
    var metrics = ""
    var snapshot = "{}"
    /// Grows with each snapshot that is another.
    var version = 0
    /// What is not well; empty while all is.
    var illness = ["the journals are still being read"]
    var watched: [WatchedState] = []
  }

  private let content = Mutex(Content())
  private let listeners = Mutex(0)
  /// Whether there are pages and figures to be served.
  private let isServed: Bool
  /// Whether who is shown it may say something.
  private let canControl: Bool

  /// Pages that may listen at once.
  private static let mostListeners = 64

  init(isServed: Bool, canControl: Bool) {
    self.isServed = isServed
    self.canControl = canControl
  }

  /// `isAll` says that all has been read that is there.
  func post(_ watched: [WatchedState], isAll: Bool, at wall: Timestamp) {
    let metrics = isServed ? MetricsText.text(watched, at: wall) : ""
    let snapshot = isServed ? Snapshot.json(watched, canControl: canControl).text : ""
    content.withLock {
      $0.metrics = metrics
      $0.illness = isAll ? watched.flatMap(\.illness) : ["the journals are still being read"]
      $0.watched = watched
      if $0.snapshot == snapshot { return }
      $0.snapshot = snapshot
      $0.version += 1
    }
  }

  var current: Content { content.withLock { $0 } }
  var watched: [WatchedState] { content.withLock { $0.watched } }

  /// Takes one of the places of those who listen; `false` when there is none.
  func admit() -> Bool {
    listeners.withLock {
      guard $0 < Self.mostListeners else { return false }
      $0 += 1
      return true
    }
  }

  func release() { listeners.withLock { $0 -= 1 } }
}
