import Foundation

/// The endpoints of Binance's REST API that market data needs, with an answer of a script's choice
/// in place of the right one.
///
/// `GET /api/v3/klines`, `/api/v3/exchangeInfo`, `/api/v3/time` and `/api/v3/ticker/bookTicker`, with
/// their errors and the headers of the weight.
public final class ExchangeServer: Sendable {
  /// What a request gets in place of the right answer.
  public enum Fault: Sendable {
    /// Another status, such as 429, with what the exchange says then.
    case status(
      Int, code: Int = -1_003, message: String = "Too much request weight used.",
      retryAfter: Int? = nil)
    case redirect(to: String)
    /// Whatever it is.
    case reply(ServerReply)
    /// Fewer bars than were asked for.
    case page(limit: Int)
    /// Without the bars of these opens.
    case without(Set<Int64>)
    /// Each bar twice.
    case doubled
    /// A body whose end is missing, and whose length is right.
    case truncated
    case delivery(ServerReply.Delivery)
  }

  public typealias Script = @Sendable (ServerRequest) -> Fault?

  public let server: LocalServer
  public var url: String { server.url }

  /// The weight that all callers may use in a minute, and what others have used.
  public static let weightLimit = 6_000

  public init(
    _ market: ExchangeMarket, usedByOthers: Int = 0, countsWeight: Bool = true, port: UInt16 = 0,
    script: @escaping Script = { _ in nil }
  ) throws {
    let weight = Weight(usedByOthers)
    server = try LocalServer(port: port) { request in
      let used = weight.spend(
        !countsWeight ? 0 : request.path.hasSuffix("exchangeInfo") ? 20 : 2)
      let fault = script(request)
      var reply = Self.reply(to: request, market, fault)
      reply.headers += [
        ("Content-Type", "application/json;charset=UTF-8"), ("X-MBX-USED-WEIGHT", "\(used)"),
        ("X-MBX-USED-WEIGHT-1M", "\(used)"),
      ]
      return reply
    }
  }

  /// What has been asked of the klines.
  public var pages: [ServerRequest] { server.requests.filter { $0.path == "/api/v3/klines" } }

  /// What the exchange answers, without the headers of the weight.
  public static func reply(
    to request: ServerRequest, _ market: ExchangeMarket, _ fault: Fault? = nil
  ) -> ServerReply {
    switch fault {
    case .status(let status, let code, let message, let retryAfter):
      return ServerReply(
        "{\"code\":\(code),\"msg\":\"\(message)\"}", status: status,
        headers: retryAfter.map { [("Retry-After", "\($0)")] } ?? [])
    case .reply(let reply): return reply
    case .redirect(let url): return ServerReply("", status: 302, headers: [("Location", url)])
    case .truncated:
      let reply = right(request, market)
      return ServerReply(Array(reply.body.dropLast(max(1, reply.body.count / 3))))
    case .delivery(let delivery):
      var reply = right(request, market)
      reply.delivery = delivery
      return reply
    case .page, .without, .doubled, nil: return right(request, market, fault)
    }
  }

  private static func right(
    _ request: ServerRequest, _ market: ExchangeMarket, _ fault: Fault? = nil
  ) -> ServerReply {
    switch request.path {
    case "/api/v3/time": ServerReply("{\"serverTime\":\(market.clock())}")
    case "/api/v3/exchangeInfo": exchangeInfo(request, market)
    case "/api/v3/klines": klines(request, market, fault)
    case "/api/v3/ticker/bookTicker": tickers(request, market)
    default: ServerReply("<html>nothing here</html>", status: 404)
    }
  }

  private static func error(_ code: Int, _ message: String) -> ServerReply {
    ServerReply("{\"code\":\(code),\"msg\":\"\(message)\"}", status: 400)
  }

  private static func exchangeInfo(
    _ request: ServerRequest, _ market: ExchangeMarket
  ) -> ServerReply {
    let asked = symbols(request)
    guard asked.allSatisfy(market.symbols.contains) else {
      return error(-1_121, "Invalid symbol.")
    }
    let symbols = asked.map { "{\"symbol\":\"\($0)\",\"status\":\"TRADING\"}" }
    return ServerReply(
      """
      {"timezone":"UTC","serverTime":\(market.clock()),"rateLimits":[\
      {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":\(weightLimit)},\
      {"rateLimitType":"RAW_REQUESTS","interval":"MINUTE","intervalNum":5,"limit":61000}],\
      "exchangeFilters":[],"symbols":[\(symbols.joined(separator: ","))]}
      """)
  }

  private static func symbols(_ request: ServerRequest) -> [String] {
    (request.query["symbols"] ?? "").split { "[]\",".contains($0) }.map(String.init)
  }

  private static func tickers(_ request: ServerRequest, _ market: ExchangeMarket) -> ServerReply {
    let asked = symbols(request)
    guard asked.allSatisfy(market.symbols.contains) else {
      return error(-1_121, "Invalid symbol.")
    }
    return ServerReply("[\(asked.reversed().map(market.ticker).joined(separator: ","))]")
  }

  private static func klines(
    _ request: ServerRequest, _ market: ExchangeMarket, _ fault: Fault?
  ) -> ServerReply {
    guard let symbol = request.query["symbol"], market.symbols.contains(symbol) else {
      return error(-1_121, "Invalid symbol.")
    }
    guard let interval = ExchangeMarket.intervals[request.query["interval"] ?? ""] else {
      return error(-1_120, "Invalid interval.")
    }
    var limit = min(request.query["limit"].flatMap { Int($0) } ?? 500, 1_000)
    if case .page(let most) = fault { limit = min(limit, most) }
    var opens = market.opens(
      interval, from: request.query["startTime"].flatMap { Int64($0) } ?? 0,
      to: request.query["endTime"].flatMap { Int64($0) } ?? .max, limit: limit)
    if case .without(let left) = fault { opens.removeAll(where: left.contains) }
    if case .doubled = fault { opens = opens.flatMap { [$0, $0] } }
    let rows = opens.map { "[\(market.row(symbol, interval, open: $0).joined(separator: ","))]" }
    return ServerReply("[\(rows.joined(separator: ","))]")
  }

  /// What has been used in a minute, which a test does not outlast.
  private final class Weight: @unchecked Sendable {
    private let lock = NSLock()
    private var used: Int

    init(_ used: Int) { self.used = used }

    func spend(_ weight: Int) -> Int {
      lock.withLock {
        used += weight
        return used
      }
    }
  }
}
