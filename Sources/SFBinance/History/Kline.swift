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

/// An answer that is not what the exchange documents: cut on its way, or of another service.
package struct UnreadableAnswer: Error, Equatable {
  package let reason: String
}

extension Kline {
  /// Reads the body of an answer: bars in order of time, `length` milliseconds or a multiple apart.
  ///
  /// A bar that stands there twice is taken once.
  package static func list(_ body: [UInt8], length: Int64) throws(UnreadableAnswer) -> [Kline] {
    let value = try JSONValue(answer: body)
    guard let rows = value.array else {
      throw UnreadableAnswer(reason: "found \(body.excerpt), expected a list of klines")
    }
    var list: [Kline] = []
    list.reserveCapacity(rows.count)
    for row in rows {
      guard let kline = Kline(row) else {
        throw UnreadableAnswer(reason: "found \(row.text), expected a kline of twelve values")
      }
      if let last = list.last {
        if last == kline { continue }
        guard kline.openTime > last.openTime, (kline.openTime - last.openTime) % length == 0 else {
          throw UnreadableAnswer(
            reason: "found a kline of \(kline.openTime) behind one of \(last.openTime)")
        }
      }
      list.append(kline)
    }
    return list
  }

  /// `nil` when it is none, or breaks what every bar holds.
  private init?(_ row: JSONValue) {
    guard let values = row.array, values.count >= 11, let openTime = values[0].integer,
      let open = Self.price(values[1]), let high = Self.price(values[2]),
      let low = Self.price(values[3]), let close = Self.price(values[4]),
      let volume = Self.amount(values[5]), let quoteVolume = Self.amount(values[7]),
      let count = values[8].integer, let base = Self.amount(values[9]),
      let quote = Self.amount(values[10]), low <= min(open, close), high >= max(open, close)
    else { return nil }
    self.init(
      openTime: Int64(openTime), open: open, high: high, low: low, close: close, volume: volume,
      quoteVolume: quoteVolume, takerBuyBaseVolume: base, takerBuyQuoteVolume: quote, count: count)
  }

  private static func price(_ value: JSONValue) -> Price? {
    guard let text = value.string, let price = Price(text), price > 0 else { return nil }
    return price
  }

  private static func amount(_ value: JSONValue) -> Double? {
    guard let text = value.string, let amount = Double(text), amount.isFinite, amount >= 0 else {
      return nil
    }
    return amount
  }
}

extension JSONValue {
  /// Reads the whole body of an answer.
  init(answer body: [UInt8]) throws(UnreadableAnswer) {
    // A line feed ends a line of ours; to JSON it is white space as any other.
    let oneLine = body.map { $0 == 10 ? 32 : $0 }
    let value: Result<JSONValue, WireError> = Line.withLine(of: oneLine) { line in
      do throws(WireError) { return .success(try JSONValue(line)) } catch { return .failure(error) }
    }
    switch value {
    case .success(let value): self = value
    case .failure(let error):
      throw UnreadableAnswer(reason: "\(error.message) at byte \(error.column) of the answer")
    }
  }
}

extension [UInt8] {
  /// The start of a text, as an error names it.
  var excerpt: String { "'\(String(decoding: prefix(60), as: UTF8.self))'" }
}
