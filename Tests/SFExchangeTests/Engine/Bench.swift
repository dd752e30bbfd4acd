import SFBinance
import SFCore
import SFExchange
import SFWire

/// A small exchange with a flat market at 100, for orders by hand.
///
/// Around the accounts stand 1 coin at 99.99, 2 at 99.98, 3 at 99.97, and 1 at 100.01 … 3 at 100.03.
struct Bench {
  var exchange: SpotExchange
  static let start: Timestamp = "2026-01-05T00:00:00.000Z"
  static let shape = AmbientShape(spread: 0, levels: 3, depth: 100.01)

  /// `coin` are the filters of COINUSDT in place of the template's.
  init(
    filters coin: String? = nil, range: PriceRange? = nil, settings: SpotSettings = .init(),
    bnbDiscount: Ratio? = nil
  ) throws {
    var text = SymbolTemplate(base: "COIN", quote: "USDT").text
    if let coin {
      let filters = try JSONValue(text: Array("[\(coin)]".utf8))
      text = .object(
        (text.members ?? []).map {
          $0.key == "filters" ? .init(key: "filters", value: filters) : $0
        })
    }
    let bnb = SymbolTemplate(base: "BNB", quote: "USDT").text
    let setup = SpotSetup(
      symbols: [
        .init(try SymbolRules(text), range: range, shape: Self.shape),
        .init(try SymbolRules(bnb), shape: Self.shape),
      ],
      accounts: [
        .init(
          SpotAccount(name: "ann", uid: 1, discount: bnbDiscount),
          [("USDT", 10_000), ("COIN", 50), ("BNB", bnbDiscount == nil ? 0 : 1)]),
        .init(
          SpotAccount(name: "bob", uid: 2, maker: 0, taker: 0), [("USDT", 10_000), ("COIN", 50)]),
      ],
      settings: settings)
    exchange = SpotExchange(setup)
    print(100, isTakerBuy: false)
    exchange.take(
      TapePrint(time: exchange.time, price: 500, quantity: 1, isTakerBuy: true), in: 1)
    lay(bid: 99.99, ask: 100.01)
  }

  mutating func print(
    _ price: Price, _ quantity: Quantity = 0.001, isTakerBuy: Bool = true, after: Int64 = 1
  ) {
    let time = max(exchange.time, Self.start) + after
    exchange.take(
      TapePrint(time: time, price: price, quantity: quantity, isTakerBuy: isTakerBuy), in: 0)
  }

  mutating func lay(bid: Price, ask: Price) {
    exchange.take(
      bid: .init(price: bid, quantity: 1), ask: .init(price: ask, quantity: 1), in: 0,
      at: exchange.time)
  }

  /// Places an order of the first account.
  @discardableResult
  mutating func place(
    _ side: Side, _ type: SpotOrderType = .limit, _ quantity: Quantity = 1, at price: Price? = nil,
    stop: Price? = nil, _ timeInForce: TimeInForce = .goodTillCanceled, by account: Int = 0,
    id: String? = nil, selfTrade: SelfTradeMode? = nil
  ) throws -> PlacedOrder {
    try exchange.place(
      SpotOrderRequest(
        symbol: "COINUSDT", side: side, type: type, timeInForce: timeInForce, size: .base(quantity),
        price: price, stopPrice: stop, clientID: id, selfTrade: selfTrade),
      by: account, at: exchange.time + 1)
  }

  mutating func place(
    _ side: Side, worth amount: AssetAmount, by account: Int = 0
  ) throws -> PlacedOrder {
    try exchange.place(
      SpotOrderRequest(symbol: "COINUSDT", side: side, type: .market, size: .quote(amount)),
      by: account, at: exchange.time + 1)
  }

  /// The newest state of an order.
  func order(_ placed: PlacedOrder) -> SpotOrder? { exchange.orders[placed.order.id] }

  func balance(_ asset: String, of account: Int = 0) -> SpotAccount.Balance? {
    exchange.ledger.place(of: asset).map { exchange.ledger.balance(account, $0) }
  }

  /// `NEW TRADE TRADE position` and so on, since it was last asked.
  mutating func told(_ account: Int = 0) -> String {
    exchange.takeEvents().filter { $0.account == account }.map { event in
      switch event {
      case .order(_, let report): report.kind.rawValue
      case .position: "position"
      case .balance: "balance"
      }
    }.joined(separator: " ")
  }
}
