import SFCore

/// A question to the REST API: an endpoint and its parameters, and what it costs.
package struct RESTCall: Sendable {
  package let path: String
  package let parameters: [(name: String, value: String)]
  /// What it counts against the limit of the weight.
  package let weight: Int
  /// The most bytes that its answer has, with room to spare.
  package let sizeLimit: Int

  /// A page of klines has 200 KB.
  static let klinesSize = 1 << 20
  static let timeSize = 1 << 16
  /// Without any symbol, and of each.
  private static let informationSize = (none: 1 << 18, each: 1 << 15)
  private static let tickerSize = (none: 1 << 12, each: 1 << 9)

  package static let time = RESTCall(
    path: "/api/v3/time", parameters: [], weight: 1, sizeLimit: timeSize)

  package static func information(of symbols: [Symbol]) -> RESTCall {
    RESTCall(
      path: "/api/v3/exchangeInfo", parameters: [("symbols", list(symbols))], weight: 20,
      sizeLimit: informationSize.none + informationSize.each * symbols.count)
  }

  /// The best bids and asks of some symbols.
  package static func bookTickers(of symbols: [Symbol]) -> RESTCall {
    RESTCall(
      path: "/api/v3/ticker/bookTicker", parameters: [("symbols", list(symbols))],
      weight: symbols.count == 1 ? 2 : 4,
      sizeLimit: tickerSize.none + tickerSize.each * symbols.count)
  }

  private static func list(_ symbols: [Symbol]) -> String {
    "[\(symbols.map { "\"\($0)\"" }.joined(separator: ","))]"
  }

  /// The first bars, at most a page of them, that open from one time to another, exclusive; both in
  /// milliseconds.
  package static func klines(_ series: Series, from: Int64, to: Int64) -> RESTCall {
    RESTCall(
      path: "/api/v3/klines",
      parameters: [
        ("symbol", series.symbol.text), ("interval", series.interval.text),
        ("startTime", "\(from)"), ("endTime", "\(to - 1)"), ("limit", "\(Kline.pageSize)"),
      ], weight: 2, sizeLimit: klinesSize)
  }

  package func url(_ base: String) -> String {
    let query = parameters.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: "&")
    return base + path + (query.isEmpty ? "" : "?\(query)")
  }

  /// All but letters, digits and `-._~` as `%` and two digits (RFC 3986).
  package static func escaped(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      default:
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
