import SFCore

/// One symbol: its rules, its book, and what has been traded.
package struct SpotMarket: Sendable {
  package internal(set) var rules: SymbolRules
  package internal(set) var status = MarketStatus.trading
  /// `nil` where the exchange has no such rule.
  package internal(set) var range: PriceRange?
  package let shape: AmbientShape
  /// Places in the exchange's list of assets.
  package let base: Int
  package let quote: Int
  package internal(set) var bids = OrderQueue(.buy)
  package internal(set) var asks = OrderQueue(.sell)
  package internal(set) var ambient = AmbientBook()
  /// Orders that wait for the last price to reach theirs, in order of their ids.
  package internal(set) var waiting: [Int64] = []
  package private(set) var prints: RecentQueue<SpotPrint>
  package private(set) var seconds: KlineSeries
  package private(set) var minutes: KlineSeries
  package private(set) var nextPrint: Int64 = 1
  /// Goes up whenever the book may have changed.
  package internal(set) var bookUpdate: Int64 = 1
  package internal(set) var nextPrevented: Int64 = 1

  init(_ rules: SymbolRules, _ shape: AmbientShape, base: Int, quote: Int, kept: SpotSettings) {
    self.rules = rules
    self.shape = shape
    self.base = base
    self.quote = quote
    prints = RecentQueue(limit: kept.prints)
    seconds = KlineSeries(length: 1_000, kept: kept.seconds)
    minutes = KlineSeries(length: 60_000, kept: kept.minutes)
  }

  package func queue(_ side: Side) -> OrderQueue { side == .buy ? bids : asks }

  mutating func rest(_ order: SpotOrder, at price: Price) {
    if order.side == .buy { bids.insert(price, order.id) } else { asks.insert(price, order.id) }
  }

  mutating func leave(_ order: SpotOrder, from price: Price) {
    if order.side == .buy { bids.remove(price, order.id) } else { asks.remove(price, order.id) }
  }

  /// The last price; `nil` before anything was traded.
  package var last: Price? { prints.list.last?.print.price }

  mutating func record(_ print: TapePrint) -> SpotPrint {
    let quote = AssetAmount(print.price, times: print.quantity) ?? .most
    let numbered = SpotPrint(id: nextPrint, print: print, quote: quote)
    nextPrint += 1
    prints.append(numbered)
    seconds.add(numbered)
    minutes.add(numbered)
    return numbered
  }

  mutating func advance(to time: Timestamp) {
    seconds.advance(to: time.milliseconds)
    minutes.advance(to: time.milliseconds)
  }

  /// The mean price of the last minutes, weighted by volume; the last price of none, or where
  /// nothing was traded in them. `nil` before anything was traded.
  package func mean(minutes count: Int) -> Price? {
    let klines = minutes.newest(count)
    let volume = klines.reduce(0) { $0 + $1.volume }
    guard volume > 0 else { return last }
    let quote = klines.reduce(0) { $0 + $1.quoteVolume }
    return Price(units: Int64(quote * 100_000_000 / volume))
  }

  /// The best price of a side, of accounts and of those around them; `nil` where there is none.
  package func best(_ side: Side) -> Price? {
    let prices = [queue(side).best?.price, ambient.levels(side).first?.price].compactMap { $0 }
    return side == .buy ? prices.max() : prices.min()
  }
}
