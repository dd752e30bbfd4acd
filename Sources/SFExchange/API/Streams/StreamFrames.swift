import SFCore
import SFWire

/// An exchange as streams look at it: what many of them ask for is made and written once.
struct StreamView {
  /// A stream as a connection has it.
  private struct Form: Hashable {
    let name: StreamName
    let isCombined: Bool
  }

  /// What is due from a place, and the place behind it.
  struct Due {
    fileprivate let from: StreamPlace
    let to: StreamPlace
    let frames: [SocketFrame]
  }

  let exchange: SpotExchange
  /// By the places of the markets.
  private var tickers: [JSONValue?]
  /// Most connections of a stream are at one place.
  private var due: [Form: Due] = [:]

  init(_ exchange: SpotExchange) {
    self.exchange = exchange
    tickers = exchange.markets.map { _ in nil }
  }

  var time: Timestamp { exchange.time }

  mutating func bookTicker(of market: Int) -> JSONValue {
    if let ticker = tickers[market] { return ticker }
    let ticker = exchange.bookTicker(of: exchange.markets[market])
    tickers[market] = ticker
    return ticker
  }

  /// What a stream is due at a place. A close that is missed is missed by all who wait for it.
  mutating func due(
    _ name: StreamName, at place: StreamPlace, isCombined: Bool, _ faults: inout FaultPlan
  ) -> Due {
    let form = Form(name: name, isCombined: isCombined)
    if let due = due[form], due.from == place { return due }
    var to = place
    let frames = to.take(name.kind, &self, &faults).map { value in
      SocketFrame(
        isCombined ? .members(["stream": .string(name.text), "data": value]) : value)
    }
    let made = Due(from: place, to: to, frames: frames)
    due[form] = made
    return made
  }
}

extension StreamPlace {
  /// What a stream is due by now, and moves on behind it; nothing moves where nothing is due.
  mutating func take(
    _ kind: StreamName.Kind, _ view: inout StreamView, _ faults: inout FaultPlan
  ) -> [JSONValue] {
    switch kind {
    case .prints: takePrints(view) { $0.event(of: $1, at: $2) }
    case .aggregates: takePrints(view) { $0.aggregateEvent(of: $1, at: $2) }
    case .bookTicker: takeBest(&view)
    case .ticker: takeEvery(1_000, view) { $0.tickerEvent(at: $1) }
    case .miniTicker: takeEvery(1_000, view) { $0.miniTickerEvent(at: $1) }
    case .kline(let text, let offset):
      KlineInterval(text, offset: offset).map { takeKlines($0, view, &faults) } ?? []
    }
  }

  private mutating func takePrints(
    _ view: StreamView, _ text: (SpotPrint, SpotMarket, Timestamp) -> JSONValue
  ) -> [JSONValue] {
    let next = view.exchange.markets[market].nextPrint
    guard print < next else { return [] }
    let prints = view.exchange.markets[market].prints.list.suffix(Int(next - print))
    print = next
    return prints.map { text($0, view.exchange.markets[market], view.time) }
  }

  private mutating func takeBest(_ view: inout StreamView) -> [JSONValue] {
    let now = view.bookTicker(of: market)
    guard now != best else { return [] }
    best = now
    return [
      .members([
        "u": .integer(view.exchange.markets[market].bookUpdate), "s": now["symbol"] ?? .null,
        "b": now["bidPrice"] ?? .null, "B": now["bidQty"] ?? .null,
        "a": now["askPrice"] ?? .null, "A": now["askQty"] ?? .null,
      ])
    ]
  }

  private mutating func takeEvery(
    _ milliseconds: Int64, _ view: StreamView, _ text: (SpotMarket, Timestamp) -> JSONValue
  ) -> [JSONValue] {
    guard sent == .min || view.time.milliseconds - sent >= milliseconds else { return [] }
    sent = view.time.milliseconds
    return [text(view.exchange.markets[market], view.time)]
  }

  /// Each kline that has ended is sent as ended, once; the one that is open every two seconds, or
  /// every second where it lasts one.
  private mutating func takeKlines(
    _ interval: KlineInterval, _ view: StreamView, _ faults: inout FaultPlan
  ) -> [JSONValue] {
    let every: Int64 = interval.isShort ? 1_000 : 2_000
    let isDue = sent == .min || view.time.milliseconds - sent >= every
    guard isDue || interval.begin(of: view.time.milliseconds) != opened else { return [] }
    let market = view.exchange.markets[market]
    let klines = market.klines(interval, from: opened, to: nil, limit: opened == nil ? 1 : 1_000)
    guard let last = klines.last else { return [] }
    var texts: [JSONValue] = []
    for kline in klines.dropLast() where !faults.missesClose() {
      texts.append(kline.event(interval, of: market, isClosed: true, at: view.time))
    }
    texts.append(last.event(interval, of: market, isClosed: false, at: view.time))
    sent = view.time.milliseconds
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
