import SFBroker
import SFCore

/// An order at the desk.
package struct DeskOrder: Hashable, Sendable, Codable {
  package let order: Order
  /// When it was decided, in milliseconds of the exchange's clock.
  let mark: Int64
  package internal(set) var life: OrderLife
  /// When to look at it again; `nil` for when something is heard.
  var due: Int64?
  package internal(set) var cancelWanted = false
  /// Why it was to be canceled.
  var cancelReason: RefusalReason?
  /// Bars of its symbol behind its mark, and the mark of the last of them.
  var bars = 0
  var lastBar: Int64 = 0
  /// Whether a person wants it: no mode holds it up.
  var isOfPerson = false
  /// Whether its end leaves its position as it is.
  var keepsPosition = false
  /// The newest order of the symbol when it was sent last: its number lies above.
  var floor: Int64 = 0
  /// Whether all of it was sold otherwise, and nothing is left to be said.
  var isQuiet = false
  /// Whether it was said to be done.
  package internal(set) var isDone = false

  init(_ order: Order, mark: Timestamp, _ life: OrderLife) {
    self.order = order
    self.mark = mark.milliseconds
    self.life = life
  }

  /// What the ids of sales begin with that wait at the exchange, and no others.
  static let shieldPrefix = "protect-"

  /// A sale that waits at the exchange while a position is held.
  package var isProtection: Bool { order.id.hasPrefix(Self.shieldPrefix) && order.kind == .stop }

  /// What the ids of sales begin with that a person has made with nothing of the session alive.
  static let killPrefix = "kill-"

  /// Whether it has sold of all that is owned, whichever position it was.
  var closesAny: Bool { isProtection || order.id.hasPrefix(Self.killPrefix) && order.by != nil }

  var isEntry: Bool { order.intent == .enter && !closesAny }

  /// Whether it is an exit that is at the exchange.
  var isLeaving: Bool { order.intent == .exit && life.isOut }

  /// Whether it may be on the exchange's book.
  var rests: Bool { life.state == .working || life.state == .partlyFilled }
}

/// One time that an order was sent.
struct Sending: Hashable, Sendable, Codable {
  let order: String
  let attempt: Int
}

/// What survives a crash of the desk: all of it is committed before anything of it leaves.
package struct DeskMemory: Sendable, Codable {
  /// Of the exchange's numbers, which are each symbol's own.
  struct ExchangeID: Hashable, Sendable, Codable {
    let symbol: Symbol
    let id: Int64
  }

  package internal(set) var orders: [String: DeskOrder] = [:]
  /// The ids of those that are not done, in order.
  private var openIDs: [String] = []
  package internal(set) var book = DeskBook()
  /// By symbol.
  var shields: [Symbol: Shield] = [:]
  package internal(set) var mode = BrokerMode.active
  package internal(set) var budget = RequestBudget()
  /// By client id.
  var sendings: [String: Sending] = [:]
  var known: [ExchangeID: Sending] = [:]
  /// Orders that the session has not sent.
  var foreign: Set<ExchangeID> = []
  /// The newest order of ours, by symbol.
  var newest: [Symbol: Int64] = [:]
  /// Up to this mark orders that are done may be forgotten: one of it that is not known was taken.
  private(set) var forgotten: Int64 = 0
  /// Whose account it is; `nil` before it was asked.
  var uid: Int?

  package init() {}

  /// Those that are not done, by id.
  var open: some Sequence<DeskOrder> {
    openIDs.lazy.compactMap { [orders] id in orders[id] }
  }

  mutating func add(_ order: DeskOrder) {
    let id = order.order.id
    orders[id] = order
    openIDs.insert(id, at: openIDs.firstIndex { $0 > id } ?? openIDs.endIndex)
  }

  /// An order is done, and that has been said.
  mutating func finish(_ id: String) {
    orders[id]?.isDone = true
    orders[id]?.due = nil
    openIDs.removeAll { $0 == id }
  }

  /// Those of which not all is known that they have filled.
  var incomplete: [DeskOrder] { orders.values.filter(\.life.missesFills) }

  /// Lets go of orders that are done, and were decided before a time: all that they filled is booked
  /// and acknowledged, and nobody asks for them any more.
  mutating func forget(before time: Timestamp) {
    let old = orders.filter { $0.value.isDone && $0.value.mark < time.milliseconds }
    guard !old.isEmpty else { return }
    for (id, order) in old {
      orders[id] = nil
      forgotten = max(forgotten, order.mark)
    }
    sendings = sendings.filter { orders[$0.value.order] != nil }
    known = known.filter { orders[$0.value.order] != nil }
  }
}
