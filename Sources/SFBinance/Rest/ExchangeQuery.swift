import SFCore
import SFHTTP

/// A question to the exchange: an endpoint and its parameters.
struct ExchangeQuery {
  let path: String
  let parameters: [(name: String, value: String)]
  /// What it counts against the limit of the weight.
  let weight: Int

  static let time = ExchangeQuery(path: "/api/v3/time", parameters: [], weight: 1)

  static func information(of symbols: [Symbol]) -> ExchangeQuery {
    let list = symbols.map { "\"\($0)\"" }.joined(separator: ",")
    return ExchangeQuery(
      path: "/api/v3/exchangeInfo", parameters: [("symbols", "[\(list)]")], weight: 20)
  }

  /// The first bars, at most a thousand, that open in a span.
  static func klines(_ series: Series, _ span: Span) -> ExchangeQuery {
    ExchangeQuery(
      path: "/api/v3/klines",
      parameters: [
        ("symbol", series.symbol.text), ("interval", series.interval.text),
        ("startTime", "\(span.from)"), ("endTime", "\(span.to - 1)"),
        ("limit", "\(HistoryPlan.page)"),
      ], weight: 2)
  }

  func url(_ base: String) -> String {
    let query = parameters.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: "&")
    return base + path + (query.isEmpty ? "" : "?\(query)")
  }

  /// The most bytes of an answer: a thousand bars have 200 KB; all symbols of the exchange 20 MB.
  private static let largest = 32 << 20

  func request(_ base: String, timeLimit: Int) -> HTTPRequest {
    HTTPRequest(url: url(base), sizeLimit: Self.largest, timeLimit: timeLimit)
  }

  /// All but letters, digits and `-._~` as `%` and two digits (RFC 3986).
  private static func escaped(_ text: String) -> String {
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
