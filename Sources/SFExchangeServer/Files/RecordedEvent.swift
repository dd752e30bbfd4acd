import SFCore
import SFExchange
import SFWire

/// A message of the exchange's streams, as it was recorded: a print, or best bid and ask.
///
///     {"e":"trade","E":1767571200001,"s":"BTCUSDT","t":1,"p":"100.01","q":"0.5","T":1767571200000,"m":false}
///     {"stream":"btcusdt@bookTicker","data":{"u":1,"s":"BTCUSDT","b":"100","B":"1","a":"101","A":"2"}}
struct RecordedEvent {
  let symbol: String
  /// Where its prices lie.
  let price: Price
  private let what: What

  private enum What {
    case traded(TapePrint)
    case quote(bid: AmbientBook.Level, ask: AmbientBook.Level, Timestamp)
  }

  /// `nil` for a line that is no such message; best prices, which say no time, have that of the
  /// print before them.
  init?(_ line: JSONValue, after last: Timestamp?) {
    let data = line["data"] ?? line
    guard let symbol = data["s"]?.string else { return nil }
    self.symbol = symbol
    if let print = Self.print(data) {
      what = .traded(print)
      price = print.price
    } else if data["u"] != nil, let bid = Self.level(data["b"], data["B"]),
      let ask = Self.level(data["a"], data["A"]), let time = Self.time(data["E"]) ?? last
    {
      what = .quote(bid: bid, ask: ask, time)
      price = bid.price
    } else {
      return nil
    }
  }

  /// Of each trade, or of what one order traded at one price.
  private static func print(_ data: JSONValue) -> TapePrint? {
    guard ["trade", "aggTrade"].contains(data["e"]?.string ?? ""), let time = time(data["T"]),
      let level = level(data["p"], data["q"]), case .bool(let isBuyerMaker) = data["m"]
    else { return nil }
    return TapePrint(
      time: time, price: level.price, quantity: level.quantity, isTakerBuy: !isBuyerMaker)
  }

  private static func time(_ value: JSONValue?) -> Timestamp? {
    value?.integer.map { Timestamp(milliseconds: Int64($0)) }
      .flatMap { $0.isRepresentable ? $0 : nil }
  }

  private static func level(_ price: JSONValue?, _ quantity: JSONValue?) -> AmbientBook.Level? {
    guard let price = price?.string.flatMap({ Price($0) }), price > .zero,
      let quantity = quantity?.string.flatMap({ Quantity($0) }), quantity > .zero,
      AssetAmount(quantity) <= .most
    else { return nil }
    return AmbientBook.Level(price: price, quantity: quantity)
  }

  var time: Timestamp {
    switch what {
    case .traded(let print): print.time
    case .quote(_, _, let time): time
    }
  }

  func event(in market: Int) -> MarketEvent {
    switch what {
    case .traded(let print): .traded(print, market: market)
    case .quote(let bid, let ask, let time):
      .quote(bid: bid, ask: ask, market: market, time: time)
    }
  }
}
