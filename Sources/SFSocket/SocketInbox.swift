import NIOConcurrencyHelpers
import SFFeeds
import SFTransport

/// What has happened to connections and has not been taken, between two threads; its bell has been
/// rung while there is something.
final class SocketInbox: Sendable {
  private let events = NIOLockedValueBox<[SocketEvent]>([])
  private let bell: Bell

  init() throws { bell = try Bell() }

  var descriptor: Int32 { bell.descriptor }

  func put(_ event: SocketEvent) {
    events.withLockedValue { events in
      events.append(event)
      if events.count == 1 { bell.ring() }
    }
  }

  func take() -> [SocketEvent] {
    events.withLockedValue { events in
      guard !events.isEmpty else { return [] }
      bell.hush()
      defer { events = [] }
      return events
    }
  }
}
