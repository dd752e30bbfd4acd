#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Hands batches from the thread that reads to the thread that works, and the empty ones back.
///
/// A fixed number of batches goes round, so that reading is ahead by little
/// and memory is bounded.
final class Exchange {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var empties = [StepBatch(), StepBatch(), StepBatch()]
  private var full: [StepBatch] = []
  private var isCancelled = false

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  /// A batch to be filled, once there is one; `nil` when nobody wants more.
  func empty() -> StepBatch? {
    locked {
      while empties.isEmpty, !isCancelled { pthread_cond_wait(changed, mutex) }
      return isCancelled ? nil : empties.removeLast()
    }
  }

  func send(_ batch: StepBatch) {
    locked {
      full.append(batch)
      pthread_cond_signal(changed)
    }
  }

  /// The next full batch, once there is one; `used` is filled again.
  func receive(returning used: StepBatch) -> StepBatch {
    locked {
      empties.append(used)
      pthread_cond_signal(changed)
      while full.isEmpty { pthread_cond_wait(changed, mutex) }
      return full.removeFirst()
    }
  }

  /// Nobody will receive any more.
  func cancel() {
    locked {
      isCancelled = true
      pthread_cond_signal(changed)
    }
  }
}
