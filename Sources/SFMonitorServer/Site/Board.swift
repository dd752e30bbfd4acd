import Synchronization

/// What is shown, between who watches and who serves: the one writes it, the others read it.
final class Board: Sendable {
  struct Content {
    var metrics = ""
    var snapshot = "{}"
    /// Grows with each snapshot that is another.
    var version = 0
    /// What is not well; empty while all is.
    var illness: [String] = []
  }

  private let content = Mutex(Content())
  private let listeners = Mutex(0)

  /// Pages that may listen at once.
  private static let mostListeners = 64

  func post(metrics: String, snapshot: String, illness: [String]) {
    content.withLock {
      $0.metrics = metrics
      $0.illness = illness
      if $0.snapshot == snapshot { return }
      $0.snapshot = snapshot
      $0.version += 1
    }
  }

  var current: Content { content.withLock { $0 } }

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
