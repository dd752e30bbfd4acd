import SFBroker
import SFCore
import SFWire

/// Whether what a session remembers and what the exchange says agree.
///
/// Own trades, open orders and the state of each order that is out are asked for; when all of that is
/// known, the account: of each base asset it must have what the session owns, or more. Answers that
/// cross with fills may disagree for a moment, so a difference counts when it is found three times.
struct Reconciler: Hashable, Sendable {
  enum Part: Hashable, Sendable {
    case trades(Symbol)
    case openOrders(Symbol)
    case account
  }

  private(set) var isSettled = false
  /// When to begin, or to begin again.
  private(set) var due: Timestamp?
  private var missing: Set<Part> = []
  private var differences = 0

  private static let pause: Int64 = 2_000
  private static let believed = 3

  /// Asks anew for all of it.
  mutating func begin(_ symbols: [Symbol], at time: Timestamp) {
    isSettled = false
    missing = Set(symbols.flatMap { [.trades($0), .openOrders($0)] })
    due = time + 4 * Self.pause
  }

  mutating func answered(_ part: Part) { missing.remove(part) }

  /// Whether only the account is left to be asked for.
  var wantsAccount: Bool { !isSettled && due != nil && missing.isEmpty }

  mutating func waitForAccount() { missing = [.account] }

  var waitsForAccount: Bool { missing == [.account] }

  mutating func failed(at time: Timestamp) {
    if !isSettled { due = time + Self.pause }
  }

  /// It agrees: until the next time.
  mutating func settle(at time: Timestamp, every pause: Int64) {
    isSettled = true
    differences = 0
    missing = []
    due = time + pause
  }

  /// It does not: `true` when that cannot be a matter of moments any more.
  mutating func differs(at time: Timestamp) -> Bool {
    differences += 1
    missing = []
    due = time + Self.pause
    return differences >= Self.believed
  }
}

extension BinanceDesk {
  /// Symbols of which anything is known that may change.
  private var ownSymbols: [Symbol] {
    memory.book.symbols.union((Array(memory.open) + memory.incomplete).map(\.order.symbol))
      .sorted { $0.text < $1.text }
  }

  mutating func reconcile() {
    let symbols = ownSymbols
    reconciler.begin(symbols, at: time)
    if market.due == nil { askRules() }
    for symbol in symbols {
      askTrades(symbol)
      ask(.openOrders(symbol), .openOrders(symbol))
    }
    for order in memory.open where order.life.isOut && order.life.state != .unknown {
      let sending = Sending(order: order.order.id, attempt: order.life.attempts)
      if order.life.state != .sent, !questions.values.contains(.status(sending)) {
        askStatus(sending)
      }
    }
  }

  /// Goes on where all that was asked for is known.
  mutating func checkReconciled() {
    guard reconciler.wantsAccount, memory.incomplete.isEmpty,
      !memory.open.contains(where: isInDoubt)
    else { return }
    reconciler.waitForAccount()
    ask(.account, .account)
  }

  /// Whether it is not known what has become of an order.
  private func isInDoubt(_ order: DeskOrder) -> Bool {
    order.life.isOut && (order.life.state == .unknown || order.life.state == .sent)
  }

  mutating func takeOpen(_ symbol: Symbol, _ value: JSONValue) {
    let values = value.array
    let reports = values?.compactMap(OrderReport.init(answer:))
    guard let values, let reports, reports.count == values.count else {
      reconciler.failed(at: time)
      return
    }
    market.foreign[symbol] = foreign(values, reports)
    for report in reports {
      if let sending = memory.sendings[report.clientID],
        memory.orders[sending.order]?.life.state.isFinal == true
      {
        // It works although it was said to be done: it is not left there.
        send(
          .cancel(symbol, clientID: report.clientID),
          .cancel(sending))
        actions.append(.alert("\(sending.order) works at the exchange, expected it to have ended"))
      }
      noteForeign(report)
      fold(report)
    }
    reconciler.answered(.openOrders(symbol))
  }

  mutating func takeAccount(_ value: JSONValue) {
    guard let uid = value["uid"]?.integer, let balances = value["balances"]?.array else {
      reconciler.failed(at: time)
      return
    }
    guard memory.uid ?? uid == uid else {
      halt("found the account \(uid), expected \(memory.uid ?? uid)")
      return
    }
    memory.uid = uid
    // An asset that the account does not name it has not.
    self.balances = [:]
    let unreadable = takeBalances(balances, "asset", "free", "locked")
    guard reconciler.waitsForAccount else { return }
    if let unreadable {
      actions.append(.alert("the balance of \(unreadable.shown()) cannot be read"))
      reconciler.failed(at: time)
      return
    }
    if let difference {
      guard reconciler.differs(at: time) else { return }
      if memory.mode == .active {
        memory.mode = .reducing
        actions.append(.alert("reducing: \(difference)"))
      }
    }
    reconciler.settle(at: time, every: settings.reconcileEvery)
    memory.forget(before: time + -settings.remembers)
  }

  /// What of the open orders of a symbol the session has not sent.
  private func foreign(_ values: [JSONValue], _ reports: [OrderReport]) -> AccountView {
    var view = AccountView()
    for (value, report) in zip(values, reports) where memory.sendings[report.clientID] == nil {
      view.openOrders += 1
      if value["isWorking"] == .bool(false) { view.openTriggers += 1 }
      guard value["side"]?.string == "BUY", let asked: Quantity = value.amount("origQty") else {
        continue
      }
      view.openBuys = Quantity(
        units: view.openBuys.units + asked.units - report.executed.units)
    }
    return view
  }

  /// The first asset of which the account has less than the session owns.
  private var difference: String? {
    for symbol in ownSymbols {
      guard let rules = rules[symbol] else { continue }
      let balance = balances[rules.base]
      let there = (balance?.free.units ?? 0) + (balance?.locked.units ?? 0)
      let owned = memory.book.owned(symbol)
      if there < owned {
        return
          "found \(Quantity(units: there)) \(rules.base) in the account, expected "
          + "\(Quantity(units: owned)) or more"
      }
    }
    return nil
  }
}
