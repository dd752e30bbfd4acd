import SFBinanceOrders
import SFBroker
import SFCore
import SFLedger

/// What the session owns, and what persons want of it; all of it with the lock.
extension BinanceHouse {
  /// What the session owns.
  func statement() -> Account? {
    var units: [String: (free: Int64, locked: Int64)] = [:]
    func add(_ amount: Int64, of symbol: Symbol, isLocked: Bool) {
      guard let name = desk.settings.rules[symbol]?.base, amount != 0 else { return }
      let before = units[name] ?? (0, 0)
      units[name] =
        isLocked ? (before.free, before.locked + amount) : (before.free + amount, before.locked)
    }
    let book = desk.memory.book
    for (position, holding) in book.positions {
      add(
        holding.units, of: holding.symbol, isLocked: desk.exit(of: position)?.life.isOut == true)
    }
    for (symbol, amount) in book.dust { add(amount, of: symbol, isLocked: false) }
    guard let cash = Price(capital + book.cash - book.feesElsewhere) else { return nil }
    return Account(
      cash: cash,
      assets: units.map {
        Account.Asset(
          name: $0, free: Quantity(units: $1.free), locked: Quantity(units: $1.locked))
      })
  }

  // MARK: Persons

  /// Does what persons have said since it looked last; called with the lock.
  func hearPersons() throws {
    guard let ledger, try ledger.hasNews() else { return }
    try hearWords(ledger)
  }

  /// Who says what the venue lets out where no person has.
  private static let own = "sf-broker"

  /// What the desk lets out by itself stands where a person's word would, and is told like it.
  func sayMode(_ ledger: Ledger, _ reason: String) throws {
    let action: Control.Action = desk.memory.mode == .halted ? .halt : .reduce
    try ledger.say(
      Control(action: action, reason: reason, who: Self.own), wall: wall)
    try hearWords(ledger)
  }

  private func hearWords(_ ledger: Ledger) throws {
    let words = try ledger.unheard()
    for word in words {
      page.add(.heard(.init(word.number, at: memory.done?.mark ?? time)))
      memory.unsaid.append(.init(answer: .control(word.control), at: time))
      hasChanged = true
      if let mode = BrokerMode(word.control.action) {
        if word.control.who != Self.own { memory.alerts.heard(mode) }
        hear(.mode(mode))
      }
      obey(word)
    }
    // What is heard is not heard again.
    if !words.isEmpty { try commitNow() }
  }

  private func obey(_ word: PersonWord) {
    let control = word.control
    guard let target = control.target else { return }
    switch control.action {
    case .cancel:
      hear(.cancel(PersonOrders.cancel(target, control.reason)))
    case .exit, .settle:
      guard let holding = desk.memory.book.positions[target], holding.quantity > .zero,
        let reference = closes[holding.symbol] ?? word.price
      else {
        alert("'\(target)' is no open position with a price: nothing was done")
        return
      }
      let order = PersonOrders.exit(
        target, holding.symbol, holding.quantity, word, at: time, reference: reference)
      if control.action == .exit {
        if desk.exit(of: target) == nil { say(.order(order.request)) }
        hear(.exit(order))
      } else if let price = word.price {
        say(.order(order.request))
        hear(.settled(order, at: price))
      }
    case .halt, .reduce, .resume, .allow, .pause: break
    }
  }
}
