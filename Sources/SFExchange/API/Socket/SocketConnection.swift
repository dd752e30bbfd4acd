import SFBinance
import SFCore
import SFWire

/// What the WebSocket API knows of one connection.
struct SocketConnection: Equatable, Sendable {
  struct Subscription: Equatable, Sendable {
    let id: Int
    let account: Int
    /// Begun by the session's key, and ended with it.
    let isOfSession: Bool
  }

  let address: String
  let connected: Timestamp
  /// The key that the session was logged on with; `nil` for none.
  private(set) var key: (text: String, since: Timestamp)?
  private(set) var subscriptions: [Subscription] = []
  private var nextSubscription = 0

  init(address: String, at time: Timestamp) {
    self.address = address
    connected = time
  }

  mutating func logOn(_ key: String, at time: Timestamp) { self.key = (key, time) }

  /// Gives back the subscriptions that end with it.
  mutating func logOut() -> [Subscription] {
    key = nil
    return end { $0.isOfSession }
  }

  mutating func subscribe(
    to account: Int, isOfSession: Bool
  ) throws(SpotRefusal) -> Int {
    guard !subscriptions.contains(where: { $0.account == account }) else {
      throw SpotRefusal(.subscriptionActive, "User Data Stream subscription already active.")
    }
    let id = nextSubscription
    nextSubscription += 1
    subscriptions.append(Subscription(id: id, account: account, isOfSession: isOfSession))
    return id
  }

  /// Ends one, or all without a number; gives back those that ended.
  mutating func unsubscribe(_ id: Int?) throws(SpotRefusal) -> [Subscription] {
    let ended = end { id == nil || $0.id == id }
    guard id == nil || !ended.isEmpty else {
      throw SpotRefusal(.subscriptionInactive, "User Data Stream subscription not active.")
    }
    return ended
  }

  private mutating func end(_ which: (Subscription) -> Bool) -> [Subscription] {
    let ended = subscriptions.filter(which)
    subscriptions.removeAll(where: which)
    return ended
  }

  /// As `session.status` has it.
  func text(at time: Timestamp) -> JSONValue {
    .members([
      "apiKey": key.map { .string($0.text) } ?? .null,
      "authorizedSince": key.map { .time($0.since) } ?? .null,
      "connectedSince": .time(connected), "returnRateLimits": .bool(true),
      "serverTime": .time(time), "userDataStream": .bool(!subscriptions.isEmpty),
    ])
  }

  static func == (a: SocketConnection, b: SocketConnection) -> Bool {
    a.address == b.address && a.connected == b.connected && a.key?.text == b.key?.text
      && a.key?.since == b.key?.since && a.subscriptions == b.subscriptions
      && a.nextSubscription == b.nextSubscription
  }
}

/// A value that goes out, written once for all who are sent it.
package struct SocketFrame: Equatable, Sendable {
  package let value: JSONValue
  package let text: String

  init(_ value: JSONValue) {
    self.value = value
    text = value.text
  }
}

/// A frame for a connection that nobody there has asked for.
package struct SocketPush: Equatable, Sendable {
  package let connection: Int
  package let frame: SocketFrame

  package var text: JSONValue { frame.value }

  init(connection: Int, _ frame: SocketFrame) {
    self.connection = connection
    self.frame = frame
  }

  init(connection: Int, text: JSONValue) { self.init(connection: connection, SocketFrame(text)) }
}
