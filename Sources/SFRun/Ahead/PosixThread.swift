import SFTransport

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

  package init(_ body: @escaping () -> Void) throws(TransportError) {
    let context = Unmanaged.passRetained(Body(body))
    let failure = pthread_create(
      &handle, nil,
      { context in
        if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, context.toOpaque())
    guard failure == 0 else {
      context.release()
      throw TransportError(.tryAgain, "cannot start a thread: \(TransportError.reason(failure))")
    }
  }

  /// Waits for the end of the body.
  package func join() {
    guard !isJoined else { return }
    isJoined = true
    pthread_join(handle, nil)
  }
}
