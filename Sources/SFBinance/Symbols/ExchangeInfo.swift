import SFCore
import SFWire

/// What the exchange says of itself: its limits, and the symbols with their rules.
///
///     {"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,
///       "limit":6000}],"symbols":[{"symbol":"BTCUSDT","status":"TRADING","filters":[…]}]}
public struct ExchangeInfo: Equatable, Sendable {
  public let rateLimits: [RateLimit]
  /// In the exchange's order; `nil` where the text has no such list.
  public let symbols: [SymbolInfo]?

  /// Reads the value that the whole text is; what it does not know it leaves out.
  public init(_ value: JSONValue) throws(UnreadableAnswer) {
    rateLimits = (value["rateLimits"]?.array ?? []).compactMap(RateLimit.init)
    guard let list = value["symbols"]?.array else {
      symbols = nil
      return
    }
    var symbols: [SymbolInfo] = []
    for (index, entry) in list.enumerated() {
      guard let symbol = SymbolInfo(entry) else {
        throw UnreadableAnswer("found no 'symbol' in symbols[\(index)]")
      }
      symbols.append(symbol)
    }
    self.symbols = symbols
  }

  /// Reads the body of an answer to `call`.
  package init(_ body: [UInt8], to call: RESTCall) throws(UnreadableAnswer) {
    try self.init(JSONValue(answer: body, ofAtMost: call.sizeLimit))
  }

  /// The weight of all requests of an address in a minute; `nil` where it says none above 0.
  public var weightLimit: Int? {
    let limit = rateLimits.first { $0.kind == "REQUEST_WEIGHT" && $0.isPerMinute }?.limit
    return limit.flatMap { $0 > 0 ? $0 : nil }
  }
}

/// How much of something may be used in a length of time.
public struct RateLimit: Equatable, Sendable {
  /// `REQUEST_WEIGHT`, `ORDERS`, `RAW_REQUESTS`; new ones may come.
  public let kind: String
  /// `SECOND`, `MINUTE`, `HOUR`, `DAY`, and how many of them.
  public let unit: String
  public let count: Int
  public let limit: Int

  /// `nil` when it is none.
  init?(_ value: JSONValue) {
    guard let kind = value["rateLimitType"]?.string, let unit = value["interval"]?.string,
      let count = value["intervalNum"]?.integer, let limit = value["limit"]?.integer
    else { return nil }
    self.kind = kind
    self.unit = unit
    self.count = count
    self.limit = limit
  }

  var isPerMinute: Bool { unit == "MINUTE" && count == 1 }
}
