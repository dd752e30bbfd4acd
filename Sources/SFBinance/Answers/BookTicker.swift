import SFCore
import SFWire

/// The best bid and ask of a symbol as the exchange says them, without a time.
///
/// Binance, `GET /api/v3/ticker/bookTicker`:
///
///     [{"symbol":"LTCBTC","bidPrice":"4.00000000","bidQty":"431.00000000",
///       "askPrice":"4.00000200","askQty":"9.00000000"}]
public struct BookTicker: Hashable, Sendable {
  public let symbol: Symbol
  public let bid: Price
  public let bidQuantity: Quantity
  public let ask: Price
  public let askQuantity: Quantity

  /// Whether somebody bids and somebody asks: an empty side of the book is said as zero, and no quote.
  package var isTwoSided: Bool { bid > .zero && ask > .zero }

  /// The line of the wire, of what was known at a time.
  public func quote(at time: Timestamp) -> Quote {
    Quote(
      symbol: symbol, bid: bid, bidQuantity: bidQuantity, ask: ask, askQuantity: askQuantity,
      at: time)
  }
}

extension BookTicker {
  /// Reads the body of the answer to a question: in ascending order of symbol, without those whose
  /// book has an empty side.
  package static func list(
    _ body: [UInt8], to call: RESTCall
  ) throws(UnreadableAnswer) -> [BookTicker] {
    guard let rows = try JSONValue(answer: body, ofAtMost: call.sizeLimit).array else {
      throw UnreadableAnswer("found \(body.excerpt), expected a list of bids and asks")
    }
    var list: [BookTicker] = []
    for row in rows {
      guard let ticker = BookTicker(row) else {
        throw UnreadableAnswer(
          "found \(row.text.shown()), expected a symbol with its bid and its ask")
      }
      if ticker.isTwoSided { list.append(ticker) }
    }
    return list.sorted { $0.symbol < $1.symbol }
  }

  /// `nil` when it is none.
  private init?(_ row: JSONValue) {
    self.init(
      row, bid: ("bidPrice", "bidQty"), ask: ("askPrice", "askQty"))
  }

  /// Of a message of a stream, which has short names.
  init?(stream row: JSONValue) { self.init(row, bid: ("b", "B"), ask: ("a", "A")) }

  private init?(
    _ row: JSONValue, bid: (price: String, quantity: String),
    ask: (price: String, quantity: String)
  ) {
    guard let symbol = row["symbol"]?.string ?? row["s"]?.string, let symbol = Symbol(symbol),
      let bidPrice = Self.amount(row[bid.price]), let bidQuantity = Self.amount(row[bid.quantity]),
      let askPrice = Self.amount(row[ask.price]), let askQuantity = Self.amount(row[ask.quantity])
    else { return nil }
    self.init(
      symbol: symbol, bid: bidPrice, bidQuantity: Quantity(units: bidQuantity.units),
      ask: askPrice, askQuantity: Quantity(units: askQuantity.units))
  }

  private static func amount(_ value: JSONValue?) -> Price? {
    guard let text = value?.string, let amount = Price(text), amount >= .zero else { return nil }
    return amount
  }
}
