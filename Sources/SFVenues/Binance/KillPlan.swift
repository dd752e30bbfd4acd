import SFBinance
import SFBinanceOrders
import SFBroker
import SFCore
import SFWire

/// Empties an account, as a value: what the exchange says goes in, what is to be asked of it comes
/// out.
///
/// It goes round: the open orders are listed, those of each symbol are canceled, and, where that is
/// asked for, what the account has is sold at the market. A round that finds nothing to do, behind
/// one whose every outcome is known, is the last.
struct KillPlan {
  enum Action {
    case ask(BinanceQuery)
    case change(BinanceChange)
    /// Rules and price of what is to be sold.
    case rules(Symbol)
    /// Another round, so many milliseconds later.
    case pause(Int64)
    case done
  }

  /// What is known of a symbol that is to be sold.
  struct Market {
    let rules: TradingRules
    let best: OrderPricing.Best
  }

  /// What is sold for what; `nil` where nothing is sold.
  struct Sale {
    let quote: String
    /// `nil` for all that has a market.
    let assets: Set<String>?
  }

  private let sale: Sale?
  private let clientID: () -> String
  /// How long an order that got no answer may still arrive, in milliseconds.
  private let window: Int64
  private(set) var canceled = 0
  private(set) var sold: [Symbol: Quantity] = [:]
  private var markets: [Symbol: Market?] = [:]
  private var balances: [(symbol: Symbol, free: Quantity)] = []
  private var missing = 0
  private var isCertain = true
  private var didSomething = false

  init(_ sale: Sale?, window: Int64, clientID: @escaping () -> String) {
    self.sale = sale
    self.window = window
    self.clientID = clientID
  }

  mutating func begin() -> [Action] {
    (isCertain, didSomething) = (true, false)
    return [.ask(.allOpenOrders)]
  }

  /// The open orders.
  mutating func listed(_ reply: ExchangeReply) throws -> [Action] {
    guard let orders = try Self.value(reply)?.array else { return [.pause(1_000)] }
    let symbols = Set(orders.compactMap { $0["symbol"]?.string.flatMap { Symbol($0) } })
    guard !symbols.isEmpty else { return afterOrders() }
    didSomething = true
    canceled += orders.count
    missing = symbols.count
    return symbols.sorted().map { .change(.cancelAll($0)) }
  }

  /// What has become of a cancel, or of a sale.
  mutating func changed(_ reply: ExchangeReply, isSale: Bool) throws -> [Action] {
    if case .answered(let status, let body, _) = reply, status < 500 {
      try Self.checkAccess(body, status)
    } else {
      isCertain = false
    }
    missing -= 1
    guard missing == 0 else { return [] }
    return isSale ? again() : afterOrders()
  }

  private mutating func afterOrders() -> [Action] {
    sale == nil ? again() : [.ask(.account)]
  }

  private mutating func again() -> [Action] {
    guard isCertain else { return [.pause(window)] }
    return didSomething ? [.pause(0)] : [.done]
  }

  // MARK: Selling

  mutating func account(_ reply: ExchangeReply) throws -> [Action] {
    guard let sale, let entries = try Self.value(reply)?["balances"]?.array else {
      return [.pause(1_000)]
    }
    balances = entries.compactMap { entry in
      guard let name = entry["asset"]?.string, name != sale.quote,
        sale.assets?.contains(name) ?? true,
        let free = entry["free"]?.string.flatMap({ Quantity($0) }), free > .zero,
        let symbol = Symbol(name + sale.quote)
      else { return nil }
      return (symbol, free)
    }
    return nextRules()
  }

  /// What is to be known of a symbol: `nil` where the exchange has none of that name.
  mutating func learned(_ symbol: Symbol, _ market: Market?) -> [Action] {
    markets[symbol] = .some(market)
    return nextRules()
  }

  private mutating func nextRules() -> [Action] {
    if let next = balances.first(where: { markets[$0.symbol] == nil }) {
      return [.rules(next.symbol)]
    }
    let forms = balances.compactMap { form($0.symbol, $0.free) }
    guard !forms.isEmpty else { return again() }
    didSomething = true
    missing = forms.count
    return forms.map {
      sold[$0.symbol, default: .zero] = Quantity(
        units: sold[$0.symbol, default: .zero].units + $0.quantity.units)
      return .change(.place($0))
    }
  }

  /// `nil` for what is dust, or has no market.
  private func form(_ symbol: Symbol, _ free: Quantity) -> OrderForm? {
    guard let market = markets[symbol] ?? nil else { return nil }
    let order = Order(
      id: "", symbol: symbol, side: .sell, quantity: free, position: "", intent: .exit,
      reason: "kill", reference: market.best.bid)
    guard
      case .form(let form) = OrderPricing().exit(
        order, free, market.rules, market.best, attempt: .max, clientID: clientID())
    else { return nil }
    return form
  }

  // MARK: Answers

  /// `nil` for what is to be asked again.
  private static func value(_ reply: ExchangeReply) throws -> JSONValue? {
    switch QueryVerdict(reply) {
    case .value(let value): return value
    case .refused(let error): throw refused(error)
    case .notFound, .nothing: return nil
    }
  }

  private static func checkAccess(_ body: [UInt8], _ status: Int) throws {
    guard status >= 400, let error = ErrorReply(body) else { return }
    if [.invalidSignature, .rejectedKey, .badKeyFormat].contains(error.code) {
      throw refused(error)
    }
  }

  private static func refused(_ error: ErrorReply) -> StageError {
    StageError(.refused, "the exchange refuses the account's key: \(error.text)")
  }
}
