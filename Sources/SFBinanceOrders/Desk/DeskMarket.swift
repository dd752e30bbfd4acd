import SFBinance
import SFCore
import SFWire

/// What the desk has asked of a market: rules, every hour and when the exchange has refused an order
/// by one of them, and mean prices.
struct DeskMarket: Hashable, Sendable {
  struct Mean: Hashable, Sendable {
    let price: Price
    let at: Timestamp
  }

  /// When to ask for the rules; `nil` before the desk begins.
  var due: Timestamp?
  var means: [Symbol: Mean] = [:]
  /// Open orders of the account that the session has not sent, by symbol.
  var foreign: [Symbol: AccountView] = [:]

  static let every: Int64 = 3_600_000
  /// How long a mean price says something.
  static let fresh: Int64 = 300_000
  /// From one question for a mean price to the next.
  static let pause: Int64 = 60_000
  /// From one look whether a halted symbol trades again to the next.
  static let haltPause: Int64 = 5_000
}

/// What an account has of an asset.
struct DeskBalance: Hashable, Sendable {
  let free: Quantity
  let locked: Quantity
}

extension BinanceDesk {
  mutating func askRules() {
    market.due = time + DeskMarket.every
    guard !questions.values.contains(.information) else { return }
    let symbols = rules.keys.sorted { $0.text < $1.text }
    if !symbols.isEmpty { ask(.information(symbols), .information) }
  }

  /// Rules that cannot be read are asked for again; what was known holds on.
  mutating func takeRules(_ value: JSONValue) {
    do throws(UnreadableAnswer) {
      let info = try ExchangeInfo(value)
      memory.budget.hear(info.rateLimits)
      for symbol in info.symbols ?? [] {
        let read = try TradingRules(symbol)
        guard let before = rules[read.symbol] else { continue }
        settings.rules[read.symbol] = read
        if read.isTrading, !before.isTrading { wake(read.symbol) }
      }
    } catch {
      actions.append(.alert("the rules of the exchange: \(error.reason)"))
      market.due = time + DeskMarket.pause
    }
  }

  /// Exits of a symbol that have waited for it to trade again.
  private mutating func wake(_ symbol: Symbol) {
    for order in memory.open
    where order.order.symbol == symbol && order.order.intent == .exit && !order.life.isOut {
      memory.orders[order.order.id]?.due = time.milliseconds
    }
  }

  mutating func askMean(_ symbol: Symbol) {
    guard rules[symbol]?.needsMean == true, !questions.values.contains(.mean(symbol)),
      market.means[symbol].map({ time - $0.at >= DeskMarket.pause }) ?? true
    else { return }
    ask(.mean(symbol), .mean(symbol))
  }

  mutating func takeMean(_ symbol: Symbol, _ value: JSONValue) {
    guard let price: Price = value.amount("price"), price > .zero else { return }
    market.means[symbol] = DeskMarket.Mean(price: price, at: time)
  }

  /// What rules that ask for prices and accounts are held against.
  func view(of symbol: Symbol) -> AccountView {
    var view = market.foreign[symbol] ?? AccountView()
    if let mean = market.means[symbol], time - mean.at < DeskMarket.fresh { view.mean = mean.price }
    if let best = best[symbol] {
      view.last = Price(units: best.bid.units / 2 + best.ask.units / 2)
    }
    if let base = rules[symbol]?.base, let balance = balances[base] {
      view.base = Quantity(units: balance.free.units + balance.locked.units)
    }
    for order in memory.open where order.order.symbol == symbol && order.rests {
      view.openOrders += 1
      if order.isProtection { view.openTriggers += 1 }
      if order.order.side == .buy {
        view.openBuys = Quantity(units: view.openBuys.units + order.life.remaining.units)
      }
    }
    return view
  }
}
