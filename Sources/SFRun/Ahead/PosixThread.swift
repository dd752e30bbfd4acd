import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A thread that runs one body; what the body shares with others is theirs to guard.
package final class PosixThread {
  private var handle = pthread_t()
  private var isJoined = false

  private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  package init(_ body: @escaping () -> Void) throws(ThreadError) {
    let context = Unmanaged.passRetained(Body(body))
    let failure = pthread_create(
      &handle, nil,
      { context in
        if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, context.toOpaque())
    guard failure == 0 else {
      context.release()
      throw ThreadError(reason: String(cString: strerror(failure)))
    }
  }

  deinit { if !isJoined { pthread_detach(handle) } }

  /// Waits for the end of the body.
  package func join() {
    guard !isJoined else { return }
    isJoined = true
    pthread_join(handle, nil)
  }
}

/// The system has no room for another thread.
package struct ThreadError: ReportableError {
  /// The system's own words.
  let reason: String

  package var exitStatus: ExitStatus { .tryAgain }
  package var message: String { "cannot start a thread: \(reason)" }
  package var help: String? { nil }
}
