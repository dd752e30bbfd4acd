/// Hands batches from the thread that reads to the thread that works, and the empty ones back.
///
/// A fixed number of batches goes round, so that reading is ahead by little
/// and memory is bounded.
final class HandOver {
  private let lock = Lock()
  private var empties = [AheadSteps(), AheadSteps(), AheadSteps()]
  private var full: [AheadSteps] = []
  private var isCancelled = false

  /// A batch to be filled, once there is one; `nil` when nobody wants more.
  func empty() -> AheadSteps? {
    lock.locked {
      lock.wait { empties.isEmpty && !isCancelled }
      return isCancelled ? nil : empties.removeLast()
    }
  }

  func send(_ batch: AheadSteps) {
    lock.locked {
      full.append(batch)
      lock.signal()
    }
  }

  /// The next full batch, once there is one; `used` is filled again.
  func receive(returning used: AheadSteps) -> AheadSteps {
    lock.locked {
      empties.append(used)
      lock.signal()
      lock.wait { full.isEmpty }
      return full.removeFirst()
    }
  }

  /// Nobody will receive any more.
  func cancel() {
    lock.locked {
      isCancelled = true
      lock.signal()
    }
  }
}
