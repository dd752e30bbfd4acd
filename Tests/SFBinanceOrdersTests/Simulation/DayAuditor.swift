import SFBinanceOrders
import SFCore
import SFExchange

/// Looks at the exchange alone, and at what was decided, and says what is wrong: it shares no code
/// with the desk.
struct DayAuditor {
  /// An entry as it was decided.
  struct Intent {
    let order: String
    let quantity: Quantity
    let mark: Timestamp
    var bought: Int64 = 0
  }

  private(set) var findings: [String] = []
  private var intents: [Symbol: Intent] = [:]
  private var seenFills = 0
  private let initial: [String: AssetAmount]

  /// Until when the exchange wants to hear nothing, in milliseconds of the day.
  private var closedUntil: Int64 = 0
  /// What the account has that no ledger books.
  private var given = Money.zero

  /// How long behind its mark an order may be made: its age, and what a request holds.
  private static let lateness: Int64 = 30_000 + 5_000

  init(_ exchange: SpotExchange) {
    initial = Self.balances(exchange)
  }

  static func balances(_ exchange: SpotExchange) -> [String: AssetAmount] {
    let balances = exchange.ledger.accounts[0].balances
    return Dictionary(
      uniqueKeysWithValues: zip(exchange.ledger.assets, balances).map { ($0, $1.total) })
  }

  mutating func decided(_ order: Order, at mark: Timestamp) {
    intents[order.symbol] = Intent(order: order.id, quantity: order.quantity, mark: mark)
  }

  mutating func found(_ finding: String) { findings.append(finding) }

  mutating func gave(_ money: Money) { given += money }

  /// What the desk has heard: from now on it knows.
  mutating func heard(_ reply: ExchangeReply, at now: Int64) {
    guard case .answered(let status, _, let retryAfter?) = reply else { return }
    if status == 418 { findings.append("banned") }
    if status == 429 || status == 418 {
      closedUntil = max(closedUntil, now + Int64(retryAfter) * 1_000)
    }
  }

  mutating func sent(_ action: DeskAction, at now: Int64) {
    switch action {
    case .ask, .change:
      // Its clock may be off by what a request holds.
      if now + 6_000 < closedUntil {
        findings.append("sent \(closedUntil - now) ms before the exchange wants to hear of it")
      }
    case .answer, .alert: break
    }
  }

  /// Held against what the account has done since.
  mutating func look(_ exchange: SpotExchange) {
    let fills = exchange.fills[0].list
    for fill in fills.dropFirst(seenFills) where fill.isBuyer {
      guard let symbol = Symbol(exchange.markets[fill.market].rules.symbol),
        var intent = intents[symbol]
      else {
        findings.append("bought what nobody has decided")
        continue
      }
      intent.bought += fill.fill.quantity.units
      intents[symbol] = intent
      if intent.bought > intent.quantity.units {
        findings.append(
          "\(intent.order): bought \(intent.bought), decided \(intent.quantity.units)")
      }
      if let order = exchange.orders[fill.orderID], order.created - intent.mark > Self.lateness {
        findings.append("\(intent.order): bought \(order.created - intent.mark) ms late")
      }
    }
    seenFills = fills.count
  }

  /// At the end of the day: account and ledger, to the last digit.
  mutating func close(
    _ exchange: SpotExchange, owned: [String: Int64], cash: Money, held: [String]
  ) {
    let now = Self.balances(exchange)
    for (asset, amount) in now.sorted(by: { $0.key < $1.key }) where asset != "USDT" {
      let moved = amount.units - (initial[asset]?.units ?? 0)
      if moved != owned[asset] ?? 0 {
        findings.append("\(asset): the account has \(moved) more, the ledger \(owned[asset] ?? 0)")
      }
    }
    let moved = Money(Price(units: (now["USDT"]?.units ?? 0) - (initial["USDT"]?.units ?? 0)))
    if moved != cash + given {
      findings.append("cash: the account has \(moved) more, the ledger \(cash)")
    }
    let open = exchange.orders.openOrders(of: 0)
    if !open.isEmpty { findings.append("\(open.count) orders are open that nobody wants") }
    findings += held.map { "\($0) has no way out" }
  }
}
