import SFCore
import SFWire

/// What one connection of the streams is subscribed to, and what it was last sent.
struct StreamConnection: Sendable {
  /// Whether frames name their stream.
  private(set) var isCombined: Bool
  /// In the order in which they were subscribed to.
  private(set) var names: [StreamName] = []
  /// What is next for each.
  var places: [StreamName: StreamPlace] = [:]
  /// Frames that are sent behind the next one.
  var held: [SocketPush] = []
  private var second: Int64 = 0
  private var messages = 0

  static let most = 1_024
  private static let messagesASecond = 5

  init(isCombined: Bool) { self.isCombined = isCombined }

  /// Counts a message or a ping; whether there have been too many in its second.
  mutating func isFlooded(at time: Timestamp) -> Bool {
    let now = time.milliseconds.floored(by: 1_000)
    messages = now == second ? messages + 1 : 1
    second = now
    return messages > Self.messagesASecond
  }

  mutating func subscribe(_ name: StreamName, _ place: StreamPlace) {
    guard places[name] == nil else { return }
    names.append(name)
    places[name] = place
  }

  mutating func unsubscribe(_ name: StreamName) {
    names.removeAll { $0 == name }
    places[name] = nil
  }

  mutating func set(combined: Bool) { isCombined = combined }
}

/// How far a stream has been sent.
struct StreamPlace: Equatable, Sendable {
  /// The place of its symbol.
  let market: Int
  /// The number of the next print.
  var print: Int64
  /// The best prices that were last sent, as they were sent; the numbers of updates apart.
  var best: JSONValue?
  /// When the kline opened that was last sent.
  var opened: Int64?
  /// When something was last sent.
  var sent: Int64 = .min
}
