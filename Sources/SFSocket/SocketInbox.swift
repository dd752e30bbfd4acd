import NIOConcurrencyHelpers
import SFFeeds
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What has happened to connections and has not been taken, between two threads; a pipe has a byte
/// in it while there is something.
final class SocketInbox: Sendable {
  private let events = NIOLockedValueBox<[SocketEvent]>([])
  /// The ends of the pipe.
  private let reading: Int32
  private let writing: Int32

  init() throws {
    let ends = try Pipe()
    reading = ends.reading
    writing = ends.writing
  }

  deinit {
    Glibc.close(reading)
    Glibc.close(writing)
  }

  var descriptor: Int32 { reading }

  func put(_ event: SocketEvent) {
    events.withLockedValue { events in
      events.append(event)
      guard events.count == 1 else { return }
      var byte: UInt8 = 1
      // The pipe is empty before the first event, so that this neither waits nor fails.
      let count = Glibc.write(writing, &byte, 1)
      precondition(count == 1, "a pipe of one's own takes a byte")
    }
  }

  func take() -> [SocketEvent] {
    events.withLockedValue { events in
      guard !events.isEmpty else { return [] }
      var byte: UInt8 = 0
      let count = Glibc.read(reading, &byte, 1)
      precondition(count == 1, "a pipe of one's own gives the byte that is in it")
      defer { events = [] }
      return events
    }
  }
}
