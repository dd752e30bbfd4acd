import SFBinance
import SFBinanceOrders
import SFCore
import SFFeeds
import SFRun
import SFWire

/// What the exchange says of the account by itself, over connections that are opened again and again.
final class UserDataLink {
  /// What comes of it.
  enum Event {
    /// It comes from now on: what was before must be asked for.
    case connected
    case event(JSONValue)
    /// It is not told, for a reason that may be of more than that.
    case refused(ErrorReply)
    /// The exchange wants to hear nothing for so many milliseconds.
    case still(Int64)
    /// For people.
    case notice(String)
  }

  private let socket: any MessageSocket
  private let url: String
  private let signer: RequestSigner
  private let clock: any Clock
  private var link: StreamLink
  private var nextPing = Int64.max
  private var current: Int?
  private var wasCut = false
  private var serial = 0

  /// A connection of which nothing is heard is asked whether it lives; `StreamLink` gives it up
  /// where it does not say so.
  private let ping: Int64
  private static let size = 1 << 20

  /// `patience` is how long an answer may take, in milliseconds.
  init(
    _ socket: any MessageSocket, _ url: String, _ signer: RequestSigner, patience: Int,
    seed: UInt64, _ clock: any Clock
  ) {
    self.socket = socket
    self.url = url
    self.signer = signer
    self.clock = clock
    ping = Int64(patience)
    link = StreamLink(update: ping, pages: 1, seed: seed)
  }

  var descriptor: Int32 { socket.descriptor }

  private var now: Int64 { clock.now.nanoseconds / 1_000_000 }

  /// When something is due that nobody else wakes for.
  var wake: Moment {
    let wake = min(link.wake(at: now), nextPing)
    return wake == .max ? .never : clock.now + TimeSpan(milliseconds: max(0, wake - now))
  }

  /// Takes what has come, and does what is due, at a time of the exchange; nothing is sent while it
  /// wants to hear nothing.
  func advance(_ time: Timestamp, isStill: Bool) -> [Event] {
    var events: [Event] = []
    for event in socket.takeEvents() {
      switch event {
      case .opened(let id): link.opened(id, at: now)
      case .closed(let id, let reason):
        link.closed(id, at: now)
        guard id == current || current == nil, !wasCut else { continue }
        current = nil
        wasCut = true
        events.append(.notice("the exchange says nothing of the account: \(reason)"))
      case .text(let id, let text): events += take(text, from: id, time)
      }
    }
    if isStill { return events }
    if let current, now >= nextPing {
      serial += 1
      socket.send(#"{"id":"ping-\#(serial)","method":"ping"}"#, to: current)
      nextPing = now + ping
    }
    for action in link.act(at: now) { act(action, time) }
    return events
  }

  private func act(_ action: StreamLink.Action, _ time: Timestamp) {
    switch action {
    case .open(let id): socket.open(url, id: id)
    case .close(let id):
      socket.close(id)
      if current == id { current = nil }
    case .subscribe(let id, _): socket.send(subscription(time), to: id)
    }
  }

  private func subscription(_ time: Timestamp) -> String {
    let fields = signer.signedForSocket([
      RequestField("recvWindow", 60_000), RequestField("timestamp", time.milliseconds),
    ])
    let parameters = fields.map { field -> JSONValue.Member in
      switch field.value {
      case .text(let text): .init(key: field.name, value: .string(text))
      case .number(let number): .init(key: field.name, value: .number("\(number)"))
      case .flag(let flag): .init(key: field.name, value: .bool(flag))
      }
    }
    return JSONValue.object([
      .init(key: "id", value: .string(Self.subscribing)),
      .init(key: "method", value: .string("userDataStream.subscribe.signature")),
      .init(key: "params", value: .object(parameters)),
    ]).text
  }

  private static let subscribing = "subscribe"

  /// Until when the exchange wants to hear nothing, as an answer says it: a time, not a length.
  private func stillness(_ value: JSONValue, _ time: Timestamp) -> Event? {
    guard let status = value["status"]?.integer, [418, 429].contains(status) else { return nil }
    let until = value["error"]?["data"]?["retryAfter"]?.integer.map(Int64.init)
    return .still(max(0, (until ?? time.milliseconds + Self.still) - time.milliseconds))
  }

  /// Where it does not say how long.
  private static let still: Int64 = 60_000

  private func take(_ text: [UInt8], from id: Int, _ time: Timestamp) -> [Event] {
    // What cannot be read is no event; what it was is asked for at the next reconciliation.
    guard let value = try? JSONValue(answer: text, ofAtMost: Self.size) else {
      return [.notice("the exchange has said of the account what cannot be read"), .connected]
    }
    if let event = value["event"] {
      note(id)
      return take(event, from: id)
    }
    if value["e"] != nil { return take(value, from: id) }
    guard value["id"]?.string == Self.subscribing else {
      // The answer to a ping.
      if current == id { note(id) }
      return stillness(value, time).map { [$0] } ?? []
    }
    guard value["status"]?.integer == 200 else {
      socket.close(id)
      link.closed(id, at: now)
      let error = value["error"].flatMap { ErrorReply(Array($0.text.utf8)) }
      let said = error?.text ?? "no reason"
      return [.notice("the exchange does not tell of the account: \(said)")]
        + (error.map { [.refused($0)] } ?? []) + (stillness(value, time).map { [$0] } ?? [])
    }
    let isBack = wasCut
    (current, wasCut, nextPing) = (id, false, now + ping)
    note(id)
    return (isBack ? [.notice("the exchange tells of the account again")] : []) + [.connected]
  }

  private func note(_ id: Int) { link.heard(id, at: now).forEach { act($0, Timestamp.earliest) } }

  private func take(_ event: JSONValue, from id: Int) -> [Event] {
    switch event["e"]?.string {
    case "serverShutdown", "eventStreamTerminated":
      link.isEnding(id)
      return []
    default: return [.event(event)]
    }
  }
}
