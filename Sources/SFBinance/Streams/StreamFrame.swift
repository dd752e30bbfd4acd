import SFCore
import SFWire

/// A message of combined streams of the market, as far as it is of use here.
///
///     {"stream":"btcusdt@kline_1m","data":{"e":"kline","E":1672515782136,"s":"BTCUSDT",
///       "k":{"t":1672515780000,"i":"1m","o":"0.0010","c":"0.0020","h":"0.0025","l":"0.0015",
///            "v":"1000","n":100,"x":false,"q":"1.0000","V":"500","Q":"0.500", …}}}
///     {"stream":"btcusdt@bookTicker","data":{"u":400900217,"s":"BTCUSDT","b":"25.35190000",
///       "B":"31.21000000","a":"25.36520000","A":"40.66000000"}}
///
/// Kinds, keys and words that are not known may come at any time; they are no error.
public enum StreamFrame: Equatable, Sendable {
  /// A bar as it is by now; it is over where `isClosed`.
  case kline(symbol: String, interval: String, Kline, isClosed: Bool)
  /// The best bid and ask, and the number of the change that made them: a later one has a larger.
  case ticker(BookTicker, update: Int)
  /// The server is about to end all connections.
  case shutdown
  /// An error that answers a request, as the exchange says it.
  case refused(String)
  /// What is of no use here.
  case other

  /// The most bytes of a message.
  private static let size = 1 << 16

  /// Reads a message; an error where it is none, or one of the kinds above that cannot be read.
  package init(_ text: [UInt8]) throws(UnreadableAnswer) {
    let message = try JSONValue(answer: text, ofAtMost: Self.size)
    if let error = message["error"] {
      self = .refused(error["msg"]?.string ?? error.text)
      return
    }
    let data = message["data"] ?? message
    switch data["e"]?.string {
    case "kline":
      guard let frame = Self(kline: data) else {
        throw UnreadableAnswer("found \(text.excerpt), expected a kline of a stream")
      }
      self = frame
    case "serverShutdown": self = .shutdown
    case nil where data["u"] != nil && data["a"] != nil:
      guard let update = data["u"]?.integer, let ticker = BookTicker(stream: data) else {
        throw UnreadableAnswer("found \(text.excerpt), expected a symbol with its bid and its ask")
      }
      self = .ticker(ticker, update: update)
    default: self = .other
    }
  }

  private init?(kline data: JSONValue) {
    guard let row = data["k"], let symbol = (row["s"] ?? data["s"])?.string,
      let interval = row["i"]?.string, case .bool(let isClosed)? = row["x"],
      let kline = Kline(stream: row)
    else { return nil }
    self = .kline(symbol: symbol, interval: interval, kline, isClosed: isClosed)
  }
}

extension Series {
  /// The name of the stream of its bars: `btcusdt@kline_1m`.
  package var klineStream: String { "\(symbol.text.lowercased())@kline_\(interval.text)" }
}

extension Symbol {
  /// The name of the stream of its best bids and asks: `btcusdt@bookTicker`.
  package var tickerStream: String { "\(text.lowercased())@bookTicker" }
}
