#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One thread at a time, and a way to wait until another has changed something.
package final class Lock {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  private static let clock = CLOCK_MONOTONIC

  package init() {
    pthread_mutex_init(mutex, nil)
    // A clock that nobody sets: a wait ends when it should.
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, Self.clock)
    pthread_cond_init(changed, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  package func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Within `locked`: lets others in while the condition holds.
  package func wait(while condition: () -> Bool) {
    while condition() { pthread_cond_wait(changed, mutex) }
  }

  /// Within `locked`: lets others in for so long, or until one signals.
  package func wait(milliseconds: Int) {
    var time = timespec()
    clock_gettime(Self.clock, &time)
    let nanoseconds = time.tv_nsec + milliseconds * 1_000_000
    time.tv_sec += nanoseconds / 1_000_000_000
    time.tv_nsec = nanoseconds % 1_000_000_000
    pthread_cond_timedwait(changed, mutex, &time)
  }

  /// Wakes one that waits; behind `locked`, and not within, so that it finds the lock free.
  package func signal() { pthread_cond_signal(changed) }
}
