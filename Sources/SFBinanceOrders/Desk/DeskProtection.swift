import SFBinance
import SFBroker
import SFCore
import SFWire

/// A sale that waits at the exchange while a position is held, for when nobody is there to sell.
///
/// Of each symbol there is one at most, of all that may be sold of it, below the lowest entry. It is
/// moved with the quantity, an exit takes its place, and what it sells closes positions, oldest first.
struct Shield: Hashable, Sendable, Codable {
  /// How many have been sent of the symbol.
  var count = 0
  /// When to look whether it is what it should be; `nil` while it is.
  var due: Int64?
  /// Orders of the trader's stream that its fills are of, by position.
  var exits: [String: String] = [:]
}

extension BinanceDesk {
  /// How long a change is waited out: fills come in groups.
  private static let settling: Int64 = 500
  private static let pause: Int64 = 10_000
  /// What the exchange says of a trigger that the price has passed.
  private static let wouldTrigger = "would trigger immediately"
  /// Of the trigger, how far a limit lies below it where no sale at the market can wait.
  private static let limitPart: Ratio = 0.95

  /// Those of a symbol that are not known to have ended: one, or two while one takes the place of the
  /// other.
  private func shields(_ symbol: Symbol) -> [DeskOrder] {
    memory.open.filter { $0.isProtection && $0.order.symbol == symbol }
  }

  /// Whether nobody knows what the sale of a symbol has sold: no exit may leave then.
  func isShieldInDoubt(_ symbol: Symbol) -> Bool {
    let out = shields(symbol)
    guard let only = out.first else { return false }
    return out.count > 1 || !only.rests || only.life.missesFills || only.cancelWanted
      || questions.values.contains { $0.replaces(only.order.id) }
  }

  /// The sale of a symbol that an order may take the place of: it has sold nothing.
  func replaceable(_ symbol: Symbol, by id: String = "") -> DeskOrder? {
    let out = shields(symbol).filter { $0.order.id != id }
    guard out.count == 1, out[0].rests, out[0].life.filled == .zero else { return nil }
    return out[0]
  }

  /// An exit waits: what has sold a part is taken back, and what it has sold is asked for.
  mutating func clearShield(_ symbol: Symbol) {
    for order in shields(symbol) where order.rests && order.life.filled > .zero {
      memory.orders[order.order.id]?.cancelWanted = true
      pursue(order.order.id)
      if order.life.missesFills { askTrades(symbol) }
    }
  }

  // MARK: What there should be

  private struct Wanted: Equatable {
    let quantity: Quantity
    let trigger: Price
  }

  /// What should wait at the exchange: all that is held and is not being sold.
  private func wanted(_ symbol: Symbol, _ open: [DeskOrder]) -> Wanted? {
    guard let part = settings.protect, let rules = rules[symbol] else { return nil }
    let leaving = Set(open.filter(\.isLeaving).map(\.order.position))
    let held = memory.book.positions.filter {
      $0.value.symbol == symbol && $0.value.units > 0 && !leaving.contains($0.key)
    }
    guard let lowest = held.values.compactMap(\.lowest).min() else { return nil }
    let trigger = rules.floored(lowest.times(Ratio(units: Ratio.one.units - part.units)))
    let all = Quantity(units: held.values.reduce(0) { $0 + $1.units })
    let limit = rules.takesStopLoss ? nil : rules.floored(trigger.times(Self.limitPart))
    let quantity = rules.capped(all, atLimit: limit)
    let least = limit ?? trigger
    guard trigger > .zero, !rules.isDust(quantity, at: least) else { return nil }
    return Wanted(quantity: quantity, trigger: trigger)
  }

  /// Brings what waits at the exchange to what should.
  mutating func tendShields() {
    let symbols = memory.book.symbols.union(memory.shields.keys)
    guard !symbols.isEmpty else { return }
    let open = Dictionary(grouping: memory.open, by: \.order.symbol)
    for symbol in symbols.sorted(by: { $0.text < $1.text }) {
      tendShield(symbol, open[symbol] ?? [])
    }
  }

  private mutating func tendShield(_ symbol: Symbol, _ open: [DeskOrder]) {
    let out = open.filter(\.isProtection)
    if out.isEmpty { endShield(symbol) }
    let wanted = wanted(symbol, open)
    if out.contains(where: { !$0.rests || $0.life.missesFills }) || out.count > 1 { return }
    let isThere = out.first.map {
      Wanted(quantity: $0.life.remaining, trigger: $0.order.price ?? .zero)
    }
    guard wanted != isThere else {
      memory.shields[symbol]?.due = nil
      return
    }
    guard let due = memory.shields[symbol]?.due else {
      memory.shields[symbol, default: Shield()].due = time.milliseconds + Self.settling
      return
    }
    guard due <= time.milliseconds, isReconciled, !isShieldInDoubt(symbol),
      !open.contains(where: \.isLeaving)
    else { return }
    memory.shields[symbol]?.due = time.milliseconds + Self.pause
    if let wanted, out.isEmpty || replaceable(symbol) != nil {
      protect(symbol, wanted)
    } else if let id = out.first?.order.id {
      memory.orders[id]?.cancelWanted = true
      pursue(id)
    }
  }

  /// When to look at sales that wait, whatever is heard.
  var shieldDue: Timestamp? {
    memory.shields.values.compactMap(\.due).min().map {
      Timestamp(milliseconds: max($0, time.milliseconds + Self.settling))
    }
  }

  /// Sends a sale that waits, in place of the one that is there.
  private mutating func protect(_ symbol: Symbol, _ wanted: Wanted) {
    guard memory.budget.opening(.exit, isOrder: true) == nil else { return }
    var shield = memory.shields[symbol] ?? Shield()
    shield.count += 1
    let id = "\(DeskOrder.shieldPrefix)\(symbol)-\(shield.count)"
    let order = Order(
      id: id, symbol: symbol, side: .sell, kind: .stop, quantity: wanted.quantity,
      price: wanted.trigger, position: id, intent: .enter, reason: "protection",
      reference: wanted.trigger, by: Self.name)
    memory.shields[symbol] = shield
    memory.add(
      DeskOrder(order, mark: time, OrderLife(order, receiveWindow: settings.receiveWindow)))
    hear(.committed, id)
  }

  /// Who gives orders of the desk's own.
  static let name = "sf-broker"

  func shieldForm(
    _ order: Order, _ quantity: Quantity, clientID: String
  ) -> OrderForm? {
    guard let rules = rules[order.symbol], let trigger = order.price else { return nil }
    let limit = rules.floored(trigger.times(Self.limitPart))
    return OrderForm(
      symbol: order.symbol, side: .sell,
      kind: rules.takesStopLoss ? .stopLoss(trigger) : .stopLossLimit(trigger: trigger, limit),
      quantity: quantity, clientID: clientID)
  }

  // MARK: What it does

  /// The exchange does not take a sale that waits. Where the price has passed its trigger, all that
  /// it was for is sold now.
  mutating func refuseShield(_ id: String, _ error: ErrorReply) {
    guard let symbol = symbol(id) else { return }
    guard error.message.contains(Self.wouldTrigger) else {
      actions.append(.alert("the exchange refuses the protection of \(symbol): \(error.text)"))
      return
    }
    actions.append(.alert("\(symbol) lies below its protection: it is sold now"))
    let closing = Set(memory.open.filter { $0.order.intent == .exit }.map(\.order.position))
    for (position, holding) in memory.book.oldest(of: symbol) where !closing.contains(position) {
      let exit = Order(
        id: "\(id)-\(position)", symbol: symbol, side: .sell, quantity: holding.quantity,
        position: position, intent: .exit, reason: "protection",
        reference: best[symbol]?.bid ?? .zero, by: Self.name)
      actions.append(.answer(.order(exit)))
      accept(exit, time)
    }
  }

  /// Books a fill of a sale that waited: positions are closed by it, oldest first.
  mutating func bookShield(_ trade: TradeReport, _ order: Order, _ rules: TradingRules) {
    let parts = memory.book.bookSale(
      trade, rules, worth: worth(of: trade.feeAsset), ofOwned: order.kind != .stop)
    for (number, part) in parts.enumerated() {
      let exit = shieldExit(part.position, part.held, order)
      let left = memory.book.positions[part.position]?.quantity ?? .zero
      actions.append(
        .answer(
          .fill(
            Fill(
              id: "\(trade.symbol)-\(trade.id)" + (number == 0 ? "" : ".\(number + 1)"),
              order: exit, symbol: trade.symbol, side: .sell, price: trade.price,
              quantity: part.quantity, fee: Price(units: part.fee.units),
              feeAsset: trade.feeAsset == rules.quote ? nil : trade.feeAsset,
              position: part.position, liquidity: trade.isMaker ? .maker : .taker, at: trade.at,
              remaining: left == .zero && part.quantity == part.held ? nil : left))))
      // More of what it was bought by may still be heard of: then it is held on, and an exit ends it.
      guard rules.floored(left) == .zero, memory.orders[part.position]?.isDone != false else {
        continue
      }
      memory.shields[trade.symbol]?.exits[part.position] = nil
      memory.book.close(part.position)
      if let own = memory.orders[exit] {
        // While it is at the exchange, it ends when that has answered.
        guard !own.life.isOut else { continue }
        memory.orders[exit]?.isQuiet = left == .zero
        hear(.givenUp(.market(.dust)), exit)
      } else if left > .zero {
        refuse(exit, of: trade.symbol, .market(.dust))
      }
    }
  }

  private mutating func refuse(_ id: String, of symbol: Symbol, _ reason: RefusalReason) {
    actions.append(
      .answer(
        .refusal(Refusal(symbol: symbol, by: "venue", reason: reason, subject: .order(id)))))
  }

  /// The order of the trader's stream of which a position's part is: the exit that is under way, else
  /// one that is said when it begins.
  private mutating func shieldExit(
    _ position: String, _ held: Quantity, _ order: Order
  ) -> String {
    if let own = self.exit(of: position) { return own.order.id }
    if let known = memory.shields[order.symbol]?.exits[position] { return known }
    let exit = Order(
      id: "\(order.id)-\(position)", symbol: order.symbol, side: .sell, quantity: held,
      position: position, intent: .exit, reason: order.reason, reference: order.reference,
      by: order.by)
    memory.shields[order.symbol, default: Shield()].exits[position] = exit.id
    actions.append(.answer(.order(exit)))
    return exit.id
  }

  /// It sells nothing more: what it has sold a part of is held on.
  private mutating func endShield(_ symbol: Symbol) {
    let exits = memory.shields[symbol]?.exits ?? [:]
    memory.shields[symbol]?.exits = [:]
    for (_, id) in exits.sorted(by: { $0.key < $1.key }) {
      refuse(id, of: symbol, .ended(.expired))
    }
  }
}
