/// The thread behind the sockets of a process, and what they share.
///
/// All of its sockets must be gone before it is.
public final class ZmqContext {
  let library: ZmqLibrary
  let handle: ZmqLibrary.Handle

  public init() throws {
    library = try ZmqLibrary.shared.get()
    guard let handle = library.newContext() else {
      throw FetchError(.unavailable, "cannot begin with ZeroMQ: \(library.failure())")
    }
    self.handle = handle
  }

  deinit { _ = library.endContext(handle) }
}
