import SFBinance
import SFCore

/// What an address and an account have used, as the headers of an answer say it.
///
///     X-MBX-USED-WEIGHT-1M: 27    X-MBX-ORDER-COUNT-10S: 3    X-MBX-ORDER-COUNT-1D: 41
package struct ExchangeUsage: Hashable, Sendable {
  /// In the minute that runs; `nil` where the answer does not say it.
  package let weight: Int?
  package let ordersOf10Seconds: Int?
  package let ordersOfDay: Int?

  package init(headers: [(name: String, value: String)]) {
    func value(_ name: String) -> Int? {
      headers.first { $0.name.lowercased() == name }.flatMap { Int($0.value) }
    }
    weight = value("x-mbx-used-weight-1m")
    ordersOf10Seconds = value("x-mbx-order-count-10s")
    ordersOfDay = value("x-mbx-order-count-1d")
  }
}

/// What may still be asked of the exchange: headers go in, permits come out.
///
/// Of each limit entries take seven tenths at most, questions nine, and what takes risk away all of
/// it; what has no permit waits for the next window. Nothing goes out while the exchange has said that
/// it wants to hear nothing. Where one's own count and the exchange's differ, the larger one holds.
package struct RequestBudget: Hashable, Sendable, Codable {
  /// Whose turn it is, the less urgent first.
  package enum Urgency: Sendable {
    case entry, question, exit

    fileprivate var tenths: Int {
      switch self {
      case .entry: 7
      case .question: 9
      case .exit: 10
      }
    }
  }

  /// The exchange has one behind the other, from midnight.
  private struct Window: Hashable, Sendable, Codable {
    let length: Int64
    var limit: Int
    var used = 0
    var begin: Int64 = 0

    mutating func advance(to time: Timestamp) {
      let begin = time.milliseconds / length * length
      if begin > self.begin { (self.begin, used) = (begin, 0) }
    }

    /// When there is room for so much more; `nil` for now.
    func opening(for amount: Int, _ tenths: Int) -> Int64? {
      (used + amount) * 10 > limit * tenths ? begin + length : nil
    }
  }

  private var weight = Window(length: 60_000, limit: 6_000)
  private var orders = [
    Window(length: 10_000, limit: 50), Window(length: 86_400_000, limit: 160_000),
  ]
  private var closedUntil: Timestamp?

  /// How long to keep away where the exchange does not say it, in milliseconds.
  private static let pause: Int64 = 60_000

  package init() {}

  /// Whether the exchange has said that it wants to hear nothing.
  package var isClosed: Bool { closedUntil != nil }
  /// Until when, by its clock; `nil` where it is open.
  package var closing: Timestamp? { closedUntil }

  package mutating func advance(to time: Timestamp) {
    weight.advance(to: time)
    for index in orders.indices { orders[index].advance(to: time) }
    if let until = closedUntil, until <= time { closedUntil = nil }
  }

  /// When a request may leave, of a weight and with an order or without; `nil` for now.
  package func opening(
    _ urgency: Urgency, weight amount: Int = 1, isOrder: Bool
  ) -> Timestamp? {
    if let closedUntil { return closedUntil }
    var openings = [weight.opening(for: amount, urgency.tenths)]
    if isOrder { openings += orders.map { $0.opening(for: 1, urgency.tenths) } }
    return openings.compactMap { $0 }.max().map(Timestamp.init(milliseconds:))
  }

  /// A request leaves.
  package mutating func use(weight amount: Int = 1, isOrder: Bool) {
    weight.used += amount
    guard isOrder else { return }
    for index in orders.indices { orders[index].used += 1 }
  }

  package mutating func hear(_ usage: ExchangeUsage) {
    weight.used = max(weight.used, usage.weight ?? 0)
    orders[0].used = max(orders[0].used, usage.ordersOf10Seconds ?? 0)
    orders[1].used = max(orders[1].used, usage.ordersOfDay ?? 0)
  }

  /// What the exchange says of its limits.
  package mutating func hear(_ limits: [RateLimit]) {
    for limit in limits where limit.limit > 0 {
      switch (limit.kind, limit.unit, limit.count) {
      case ("REQUEST_WEIGHT", "MINUTE", 1): weight.limit = limit.limit
      case ("ORDERS", "SECOND", 10): orders[0].limit = limit.limit
      case ("ORDERS", "DAY", 1): orders[1].limit = limit.limit
      default: break
      }
    }
  }

  /// An answer that may be a no for too much: `true` when it is.
  package mutating func hear(_ reply: ExchangeReply, at time: Timestamp) -> Bool {
    guard case .answered(let status, let body, let retryAfter) = reply,
      status == 429 || status == 418
    else { return false }
    if ErrorReply(body)?.code == .tooManyOrders, retryAfter == nil {
      orders[0].used = max(orders[0].used, orders[0].limit)
      return true
    }
    let until = time + (retryAfter.map(ExchangeReply.pause) ?? Self.pause)
    closedUntil = max(closedUntil ?? until, until)
    return true
  }
}
