import SFCore
import SFWire

/// A bar as the exchange says it.
///
/// Binance, `GET /api/v3/klines`: open time, open, high, low, close, volume, close time, quote asset
/// volume, number of fills, taker buy base volume, taker buy quote volume, unused:
///
///     [1499040000000,"0.01634790","0.80000000","0.01575800","0.01577100","148976.11427815",
///      1499644799999,"2434.19055334",308,"1756.87402397","28.46694368","0"]
public struct Kline: Hashable, Sendable {
  /// In milliseconds since 1970.
  public let openTime: Int64
  public let open: Price
  public let high: Price
  public let low: Price
  public let close: Price
  public let volume: Double
  public let quoteVolume: Double
  public let takerBuyBaseVolume: Double
  public let takerBuyQuoteVolume: Double
  /// How many fills made it.
  public let count: Int

  /// The bar, for a series that the caller names.
  public func bar(_ series: SeriesIndex) -> Bar {
    Bar(series: series, open: open, high: high, low: low, close: close, volume: volume)
  }

  /// The further market fields, in ascending order of name.
  public var fields: [MarketField] {
    [
      MarketField(name: "quote_volume", value: quoteVolume),
      MarketField(name: "taker_buy_base_volume", value: takerBuyBaseVolume),
      MarketField(name: "taker_buy_quote_volume", value: takerBuyQuoteVolume),
      MarketField(name: "trades", value: Double(count)),
    ]
  }
}

extension Kline {
  /// The most bars of a page.
  package static let pageSize: Int64 = 1_000

  /// The bars of an answer.
  package struct Page: Equatable {
    package var list: [Kline] = []
    /// How many bars do not begin where one of their interval does, and the first of them: the
    /// history of an exchange has such bars, behind an outage, and nobody can change it.
    package var offGrid = 0
    package var firstOffGrid: Int64?
  }

  /// Reads the body of an answer: bars of an interval in order of time, each where a bar begins.
  ///
  /// A bar that stands there twice is taken once; one that begins elsewhere is left out and counted.
  package static func page(
    _ body: [UInt8], _ interval: Interval
  ) throws(UnreadableAnswer) -> Page {
    let value = try JSONValue(answer: body, ofAtMost: RESTCall.klinesSize)
    guard let rows = value.array else {
      throw UnreadableAnswer("found \(body.excerpt), expected a list of klines")
    }
    let grid = BarGrid(interval)
    var page = Page()
    page.list.reserveCapacity(rows.count)
    for row in rows {
      guard let kline = Kline(row) else {
        throw UnreadableAnswer("found \(row.text.shown()), expected a kline of twelve values")
      }
      guard grid.begin(of: kline.openTime) == kline.openTime else {
        page.offGrid += 1
        page.firstOffGrid = page.firstOffGrid ?? kline.openTime
        continue
      }
      if let last = page.list.last {
        if last == kline { continue }
        guard kline.openTime > last.openTime else {
          throw UnreadableAnswer(
            "found a kline of \(kline.openTime) behind one of \(last.openTime)")
        }
      }
      page.list.append(kline)
    }
    return page
  }

  /// Of a row of an answer; `nil` when it is none, or breaks what every bar holds.
  private init?(_ row: JSONValue) {
    guard let values = row.array, values.count >= 11 else { return nil }
    self.init(
      openTime: values[0], prices: (values[1], values[2], values[3], values[4]),
      volumes: (values[5], values[7], values[9], values[10]), count: values[8])
  }

  /// Of a message of a stream, which names its values; `nil` when it is none, or breaks what every bar
  /// holds.
  init?(stream row: JSONValue) {
    guard let openTime = row["t"], let open = row["o"], let high = row["h"], let low = row["l"],
      let close = row["c"], let volume = row["v"], let quoteVolume = row["q"],
      let base = row["V"], let quote = row["Q"], let count = row["n"]
    else { return nil }
    self.init(
      openTime: openTime, prices: (open, high, low, close),
      volumes: (volume, quoteVolume, base, quote), count: count)
  }

  private init?(
    openTime: JSONValue,
    prices: (open: JSONValue, high: JSONValue, low: JSONValue, close: JSONValue),
    volumes: (all: JSONValue, quote: JSONValue, takerBase: JSONValue, takerQuote: JSONValue),
    count: JSONValue
  ) {
    guard let openTime = openTime.integer, (0..<ServerTime.latest).contains(Int64(openTime)),
      let open = Self.price(prices.open), let high = Self.price(prices.high),
      let low = Self.price(prices.low), let close = Self.price(prices.close),
      let volume = Self.amount(volumes.all), let quoteVolume = Self.amount(volumes.quote),
      let count = count.integer, count >= 0, let base = Self.amount(volumes.takerBase),
      let quote = Self.amount(volumes.takerQuote), low <= min(open, close),
      high >= max(open, close)
    else { return nil }
    self.init(
      openTime: Int64(openTime), open: open, high: high, low: low, close: close, volume: volume,
      quoteVolume: quoteVolume, takerBuyBaseVolume: base, takerBuyQuoteVolume: quote, count: count)
  }

  private static func price(_ value: JSONValue) -> Price? {
    guard let text = value.string, let price = Price(text), price > 0 else { return nil }
    return price
  }

  /// A decimal of 0 or more: `Double` alone would also read hexadecimal digits and infinities.
  private static func amount(_ value: JSONValue) -> Double? {
    guard let text = value.string, let number = DecimalNumber(text), !number.isNegative,
      let amount = Double(text), amount.isFinite
    else { return nil }
    return amount
  }
}
