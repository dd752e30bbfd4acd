import SFCore
import SFExchange
import SFTestSupport
import Testing

/// What holds whatever is done: random orders of two accounts in a random market, with deposits,
/// cancels, halts and triggers, checked after each event.
@Suite struct ExchangeLawTests {
  @Test(arguments: 0..<40 as Range<UInt64>)
  func `laws hold after every event`(seed: UInt64) throws {
    var draws = SeededGenerator(seed: seed)
    var bench = try Bench(
      settings: Self.settings, bnbDiscount: seed % 3 == 0 ? 0.25 : nil)
    var laws = Laws(bench.exchange)
    for step in 0..<600 {
      Self.act(&bench, &draws)
      laws.check(&bench.exchange, "seed \(seed), step \(step)")
    }
    #expect(laws.fills > 20, "seed \(seed) tries something")
  }

  static var settings: SpotSettings {
    var settings = SpotSettings()
    settings.ordersPer10Seconds = 1_000_000
    settings.orders = 50
    return settings
  }

  private static func act(_ bench: inout Bench, _ draws: inout SeededGenerator) {
    let price = Price(units: Int64.random(in: 9_900...10_100, using: &draws) * 1_000_000)
    let quantity = Quantity(units: Int64.random(in: 1...400_000, using: &draws) * 1_000)
    let account = Int(draws.next() % 2)
    switch draws.next() % 10 {
    case 0, 1: bench.print(price, quantity, isTakerBuy: draws.next() % 2 == 0)
    case 2: bench.lay(bid: price, ask: Price(units: price.units + 5_000_000))
    case 3:
      let open = bench.exchange.orders.openIDs(of: account)
      guard let id = open.randomElement(using: &draws) else { return }
      // What is refused changes nothing, which the laws see.
      _ = try? bench.exchange.cancel(
        OrderName(id: id, clientID: nil), of: account, symbol: "COINUSDT", at: bench.exchange.time)
    case 4:
      let amount = AssetAmount(units: Int64.random(in: -5...5, using: &draws) * 100_000_000)
      _ = bench.exchange.deposit(
        amount, of: draws.next() % 2 == 0 ? "COIN" : "USDT", to: account, at: bench.exchange.time)
    default: place(&bench, &draws, price, quantity, account)
    }
  }

  private static func place(
    _ bench: inout Bench, _ draws: inout SeededGenerator, _ price: Price, _ quantity: Quantity,
    _ account: Int
  ) {
    let type = SpotOrderType.allCases.randomElement(using: &draws) ?? .limit
    let isByQuote = type == .market && draws.next() % 3 == 0
    let size: SpotOrderRequest.Size =
      isByQuote ? .quote(AssetAmount(units: quantity.units * 50)) : .base(quantity)
    let offset = Int64.random(in: -100...100, using: &draws) * 1_000_000
    let request = SpotOrderRequest(
      symbol: "COINUSDT", side: draws.next() % 2 == 0 ? .buy : .sell, type: type,
      timeInForce: type.takesTimeInForce
        ? TimeInForce.allCases.randomElement(using: &draws) ?? .goodTillCanceled
        : .goodTillCanceled, size: size, price: type.hasLimit ? price : nil,
      stopPrice: type.waitsForTrigger ? Price(units: price.units + offset) : nil,
      selfTrade: SelfTradeMode.allCases.randomElement(using: &draws))
    // What is refused changes nothing, which the laws see.
    _ = try? bench.exchange.place(request, by: account, at: bench.exchange.time + 100)
  }
}

/// Checks an exchange from outside: what it says, against what it has.
private struct Laws {
  private let deposited: Int
  private var lastOrder: Int64 = 0
  private var lastTrade: [String: Int64] = [:]
  private var lastExecution: Int64 = 0
  /// What each account has, from the reports alone.
  private(set) var fills = 0

  init(_ exchange: SpotExchange) { deposited = exchange.ledger.assets.count }

  mutating func check(_ exchange: inout SpotExchange, _ place: String) {
    for event in exchange.takeEvents() {
      if case .order(_, let report) = event { check(report, place) }
    }
    let ledger = exchange.ledger
    for asset in 0..<deposited {
      #expect(ledger.total(of: asset) == ledger.deposited[asset], "\(place)")
      for account in ledger.accounts.indices {
        let balance = ledger.balance(account, asset)
        #expect(balance.free >= .zero && balance.locked >= .zero, "\(place)")
        #expect(balance.locked == locked(exchange, account, asset), "\(place)")
      }
    }
    checkBook(exchange, place)
  }

  /// What is locked is what open orders may spend.
  private func locked(_ exchange: SpotExchange, _ account: Int, _ asset: Int) -> AssetAmount {
    exchange.orders.openOrders(of: account).reduce(.zero) { sum, order in
      let market = exchange.markets[order.market]
      let spends = order.side == .buy ? market.quote : market.base
      return spends == asset ? sum + order.locked : sum
    }
  }

  private func checkBook(_ exchange: SpotExchange, _ place: String) {
    for market in exchange.markets {
      if let bid = market.best(.buy), let ask = market.best(.sell) {
        #expect(bid < ask, "\(place): the book is crossed")
      }
      for side in [Side.buy, .sell] {
        for entry in market.queue(side).entries {
          let order = exchange.orders[entry.id]
          #expect(order?.status.isOpen == true && order?.isWorking == true, "\(place)")
          #expect(order.map { $0.remaining > .zero } == true, "\(place)")
        }
      }
    }
  }

  private mutating func check(_ report: ExecutionReport, _ place: String) {
    #expect(report.id > lastExecution, "\(place)")
    lastExecution = report.id
    let order = report.order
    if report.kind == .new, !order.type.waitsForTrigger {
      #expect(order.id > lastOrder, "\(place)")
      lastOrder = order.id
    }
    #expect(order.executed + order.prevented <= order.quantity, "\(place)")
    guard let fill = report.fill else { return }
    fills += 1
    if let limit = order.price {
      #expect(order.side == .buy ? fill.price <= limit : fill.price >= limit, "\(place)")
    }
    // Both sides of one print are told of it.
    #expect(fill.tradeID >= lastTrade[report.symbol] ?? 0, "\(place)")
    lastTrade[report.symbol] = fill.tradeID
    #expect(fill.commission >= .zero, "\(place)")
  }
}
