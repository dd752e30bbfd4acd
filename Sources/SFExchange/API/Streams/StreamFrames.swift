import SFCore
import SFWire

extension StreamPlace {
  /// What a stream is due by now, and moves on behind it.
  mutating func take(
    _ kind: StreamName.Kind, of market: SpotMarket, in exchange: SpotExchange,
    _ faults: inout FaultPlan
  ) -> [JSONValue] {
    switch kind {
    case .prints: takePrints(of: market) { $0.event(of: market, at: exchange.time) }
    case .aggregates: takePrints(of: market) { $0.aggregateEvent(of: market, at: exchange.time) }
    case .bookTicker: takeBest(of: market, in: exchange)
    case .ticker: takeEvery(1_000, at: exchange.time) { market.tickerEvent(at: exchange.time) }
    case .miniTicker:
      takeEvery(1_000, at: exchange.time) { market.miniTickerEvent(at: exchange.time) }
    case .kline(let text, let offset):
      KlineInterval(text, offset: offset).map {
        takeKlines($0, of: market, at: exchange.time, &faults)
      } ?? []
    }
  }

  private mutating func takePrints(
    of market: SpotMarket, _ text: (SpotPrint) -> JSONValue
  ) -> [JSONValue] {
    guard print < market.nextPrint else { return [] }
    let new = market.prints.list.suffix(Int(market.nextPrint - print))
    print = market.nextPrint
    return new.map(text)
  }

  private mutating func takeBest(
    of market: SpotMarket, in exchange: SpotExchange
  ) -> [JSONValue] {
    let now = exchange.bookTicker(of: market)
    guard now != best else { return [] }
    best = now
    return [
      .members([
        "u": .integer(market.bookUpdate), "s": .string(market.rules.symbol),
        "b": now["bidPrice"] ?? .null, "B": now["bidQty"] ?? .null,
        "a": now["askPrice"] ?? .null, "A": now["askQty"] ?? .null,
      ])
    ]
  }

  private mutating func takeEvery(
    _ milliseconds: Int64, at time: Timestamp, _ text: () -> JSONValue
  ) -> [JSONValue] {
    guard sent == .min || time.milliseconds - sent >= milliseconds else { return [] }
    sent = time.milliseconds
    return [text()]
  }

  /// Each kline that has ended is sent as ended, once; the one that is open every two seconds, or
  /// every second where it lasts one.
  private mutating func takeKlines(
    _ interval: KlineInterval, of market: SpotMarket, at time: Timestamp,
    _ faults: inout FaultPlan
  ) -> [JSONValue] {
    let klines = market.klines(interval, from: opened, to: nil, limit: opened == nil ? 1 : 1_000)
    guard let last = klines.last else { return [] }
    var texts: [JSONValue] = []
    for kline in klines.dropLast() where !faults.missesClose() {
      texts.append(kline.event(interval, of: market, isClosed: true, at: time))
    }
    let every: Int64 = interval.isShort ? 1_000 : 2_000
    if opened != last.opened || time.milliseconds - sent >= every {
      texts.append(last.event(interval, of: market, isClosed: false, at: time))
      sent = time.milliseconds
    }
    opened = last.opened
    return texts
  }
}

extension SpotPrint {
  fileprivate func event(of market: SpotMarket, at time: Timestamp) -> JSONValue {
    .members([
      "e": .string("trade"), "E": .time(time), "s": .string(market.rules.symbol),
      "t": .integer(id), "p": .amount(print.price), "q": .amount(print.quantity),
      "T": .time(print.time), "m": .bool(!print.isTakerBuy), "M": .bool(true),
    ])
  }

  fileprivate func aggregateEvent(of market: SpotMarket, at time: Timestamp) -> JSONValue {
    .members([
      "e": .string("aggTrade"), "E": .time(time), "s": .string(market.rules.symbol),
      "a": .integer(id), "p": .amount(print.price), "q": .amount(print.quantity),
      "f": .integer(id), "l": .integer(id), "T": .time(print.time),
      "m": .bool(!print.isTakerBuy), "M": .bool(true),
    ])
  }
}

extension SpotKline {
  fileprivate func event(
    _ interval: KlineInterval, of market: SpotMarket, isClosed: Bool, at time: Timestamp
  ) -> JSONValue {
    let kline = JSONValue.members([
      "t": .integer(opened), "T": .integer(interval.lastMillisecond(of: opened)),
      "s": .string(market.rules.symbol), "i": .string(interval.text),
      "f": .integer(firstID ?? -1), "L": .integer(lastID ?? -1), "o": .amount(open),
      "c": .amount(close), "h": .amount(high), "l": .amount(low), "v": .amount(units: volume),
      "n": .integer(count), "x": .bool(isClosed), "q": .amount(units: quoteVolume),
      "V": .amount(units: takerBuyVolume), "Q": .amount(units: takerBuyQuoteVolume),
      "B": .string("0"),
    ])
    return .members([
      "e": .string("kline"), "E": .time(time), "s": .string(market.rules.symbol), "k": kline,
    ])
  }
}

extension SpotMarket {
  /// The keys of a stream's ticker, by those of the answer to who asks.
  private static let tickerKeys = [
    ("p", "priceChange"), ("P", "priceChangePercent"), ("w", "weightedAvgPrice"),
    ("x", "prevClosePrice"), ("c", "lastPrice"), ("Q", "lastQty"), ("b", "bidPrice"),
    ("B", "bidQty"), ("a", "askPrice"), ("A", "askQty"), ("o", "openPrice"), ("h", "highPrice"),
    ("l", "lowPrice"), ("v", "volume"), ("q", "quoteVolume"), ("O", "openTime"),
    ("C", "closeTime"), ("F", "firstId"), ("L", "lastId"), ("n", "count"),
  ]

  private static let miniKeys = [
    ("c", "lastPrice"), ("o", "openPrice"), ("h", "highPrice"), ("l", "lowPrice"),
    ("v", "volume"), ("q", "quoteVolume"),
  ]

  fileprivate func tickerEvent(at time: Timestamp) -> JSONValue {
    event("24hrTicker", Self.tickerKeys, statistics(nil, at: time), at: time)
  }

  fileprivate func miniTickerEvent(at time: Timestamp) -> JSONValue {
    event("24hrMiniTicker", Self.miniKeys, statistics("MINI", at: time), at: time)
  }

  private func event(
    _ name: String, _ keys: [(String, String)], _ values: JSONValue, at time: Timestamp
  ) -> JSONValue {
    let start = JSONValue.members([
      "e": .string(name), "E": .time(time), "s": .string(rules.symbol),
    ])
    return .object(
      (start.members ?? []) + keys.map { .init(key: $0, value: values[$1] ?? .null) })
  }
}
