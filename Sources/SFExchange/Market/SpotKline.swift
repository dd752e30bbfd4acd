import SFCore

/// A bar as the exchange keeps it; sums are in units of 10⁻⁸.
package struct SpotKline: Equatable, Sendable {
  package let opened: Int64
  package private(set) var open: Price
  package private(set) var high: Price
  package private(set) var low: Price
  package private(set) var close: Price
  package private(set) var volume: Int128 = 0
  package private(set) var quoteVolume: Int128 = 0
  package private(set) var takerBuyVolume: Int128 = 0
  package private(set) var takerBuyQuoteVolume: Int128 = 0
  package private(set) var count: Int64 = 0
  /// Numbers of its prints; `nil` where nothing was traded.
  package private(set) var firstID: Int64?
  package private(set) var lastID: Int64?

  /// A bar in which nothing has been traded yet, or at all.
  init(opened: Int64, at price: Price) {
    self.opened = opened
    (open, high, low, close) = (price, price, price, price)
  }

  /// The same, as the first part of a longer one that opened at a time.
  func opening(at time: Int64) -> SpotKline {
    var kline = SpotKline(opened: time, at: open)
    kline.add(self)
    return kline
  }

  mutating func add(_ print: SpotPrint) {
    let tape = print.print
    if count == 0 { (open, high, low) = (tape.price, tape.price, tape.price) }
    high = max(high, tape.price)
    low = min(low, tape.price)
    close = tape.price
    volume += Int128(tape.quantity.units)
    quoteVolume += Int128(print.quote.units)
    if tape.isTakerBuy {
      takerBuyVolume += Int128(tape.quantity.units)
      takerBuyQuoteVolume += Int128(print.quote.units)
    }
    count += 1
    firstID = firstID ?? print.id
    lastID = print.id
  }

  /// The bar that follows within the same longer one.
  mutating func add(_ next: SpotKline) {
    if count == 0, next.count > 0 { (open, high, low) = (next.open, next.high, next.low) }
    high = max(high, next.high)
    low = min(low, next.low)
    close = next.close
    volume += next.volume
    quoteVolume += next.quoteVolume
    takerBuyVolume += next.takerBuyVolume
    takerBuyQuoteVolume += next.takerBuyQuoteVolume
    count += next.count
    firstID = firstID ?? next.firstID
    lastID = next.lastID ?? lastID
  }
}
