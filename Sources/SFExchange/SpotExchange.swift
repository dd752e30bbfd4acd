import SFCore

/// A spot exchange as a value: books, accounts, orders, and what it tells its accounts.
///
/// It reads no clock: every event brings its time, and the exchange's time is that of the newest.
/// The same events give the same exchange, to the last byte of what it says.
///
/// Invariants, which tests hold after every event: no balance below 0; of each asset the sum over
/// accounts, fees and house is what was deposited; bids lie below asks; ids go up.
package struct SpotExchange: Sendable {
  package let setup: SpotSetup
  /// Of the newest event.
  package internal(set) var time = Timestamp(milliseconds: 0)
  package internal(set) var ledger = SpotLedger()
  package internal(set) var markets: [SpotMarket] = []
  package internal(set) var orders: OrderArchive
  /// By account.
  package internal(set) var usage: [OrderUsage] = []
  package internal(set) var fills: [RecentQueue<AccountFill>] = []
  package internal(set) var nextOrder: Int64 = 1
  package internal(set) var nextExecution: Int64 = 1
  /// What has happened since they were last taken.
  var events: [SpotEvent] = []
  /// What may have changed since accounts were last told.
  var touched: Set<Touch> = []
  /// Fills of the order that is being placed.
  var fillsOfTaker: [SpotFill] = []

  struct Touch: Hashable {
    let account: Int
    let asset: Int
  }

  package init(_ setup: SpotSetup) {
    self.setup = setup
    orders = OrderArchive(kept: setup.settings.orders)
    for symbol in setup.symbols {
      var market = SpotMarket(
        symbol.rules, symbol.shape, base: ledger.asset(symbol.rules.base),
        quote: ledger.asset(symbol.rules.quote), kept: setup.settings)
      market.range = symbol.range
      markets.append(market)
    }
    for entry in setup.accounts {
      for balance in entry.balances { _ = ledger.asset(balance.asset) }
      let account = ledger.add(entry.account)
      orders.addAccount()
      usage.append(OrderUsage(setup.settings))
      fills.append(RecentQueue(limit: setup.settings.fills))
      for balance in entry.balances {
        _ = ledger.deposit(balance.amount, account, ledger.asset(balance.asset), at: time)
      }
    }
  }

  package func market(_ symbol: String) throws(SpotRefusal) -> Int {
    guard let place = markets.firstIndex(where: { $0.rules.symbol == symbol }) else {
      throw .invalidSymbol
    }
    return place
  }

  /// Time goes by: bars end, limits begin anew. A time that lies behind changes nothing.
  package mutating func advance(to time: Timestamp) {
    self.time = max(self.time, time)
    for index in markets.indices { markets[index].advance(to: self.time) }
    for index in usage.indices { usage[index].advance(to: self.time) }
  }

  /// What accounts are to be told, in order; each is given once.
  package mutating func takeEvents() -> [SpotEvent] {
    defer { events = [] }
    return events
  }

  // MARK: What accounts are told

  mutating func report(
    _ kind: ExecutionKind, _ order: SpotOrder, fill: ExecutionReport.Fill? = nil,
    cancelID: String? = nil, reject: RejectReason = .none, prevented: Quantity? = nil
  ) {
    events.append(
      .order(
        account: order.account,
        ExecutionReport(
          id: nextExecution, kind: kind, order: order,
          symbol: markets[order.market].rules.symbol, time: time, fill: fill,
          cancelID: cancelID, reject: reject, prevented: prevented)))
    nextExecution += 1
  }

  /// Says what accounts have now, behind the reports of what changed it.
  mutating func reportPositions() {
    guard !touched.isEmpty else { return }
    for account in ledger.accounts.indices {
      let assets = touched.filter { $0.account == account }.map(\.asset).sorted()
      if !assets.isEmpty {
        events.append(.position(account: account, assets: assets, time: time))
      }
    }
    touched = []
  }

  mutating func touch(_ order: SpotOrder) {
    for asset in [markets[order.market].base, markets[order.market].quote] {
      touched.insert(Touch(account: order.account, asset: asset))
    }
  }
}
