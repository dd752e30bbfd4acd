import SFBinance
import SFCore
import SFExchange
import SFWire

/// Takes `ok` for every signature, so that a test is about something else.
struct AnySignature: SignatureVerifier {
  func isSigned(_ payload: [UInt8], _ signature: String, by key: ExchangeKey) -> Bool {
    signature == "ok"
  }
}

/// The API in front of the small exchange, asked by hand.
struct APIBench {
  var session: ExchangeSession
  var time: Timestamp
  static let key = "annKey"
  static let readOnly = "annReads"

  init(
    filters: String? = nil, settings: APISettings = APISettings(),
    orders: SpotSettings = SpotSettings(), faults: [String] = []
  ) throws {
    let bench = try Bench(filters: filters, settings: orders)
    let rules = try faults.map { try FaultRule(JSONValue(text: Array($0.utf8))) }
    let api = ExchangeAPI(
      bench.exchange,
      keys: [
        ExchangeKey(text: Self.key, account: 0, signing: .hmac(secret: [1])),
        ExchangeKey(
          text: "ann25519", account: 0,
          signing: .ed25519(publicKey: Array(repeating: 1, count: 32))),
        ExchangeKey(text: "bobKey", account: 1, signing: .hmac(secret: [2])),
        ExchangeKey(text: Self.readOnly, account: 0, signing: .hmac(secret: [3]), canTrade: false),
      ], AnySignature(), settings: settings, faults: FaultPlan(rules, seed: 1))
    session = ExchangeSession(api, BarTape([]))
    time = bench.exchange.time
  }

  /// What a request is answered.
  mutating func send(_ request: APIRequest) -> Answered? {
    time = time + 1
    _ = session.receive(request, at: time)
    return session.takeAnswers().last?.answered
  }

  mutating func get(_ path: String, _ query: String = "") throws -> JSONValue {
    try Self.json(send(APIRequest(method: "GET", path: path, query: query)))
  }

  /// `symbol=COINUSDT&…`, signed by the first account unless said otherwise.
  mutating func signed(
    _ method: String, _ path: String, _ parameters: String = "", key: String? = Self.key
  ) -> APIReply? {
    let query =
      (parameters.isEmpty ? "" : parameters + "&") + "timestamp=\(time.milliseconds)&signature=ok"
    return send(
      APIRequest(
        method: method, path: path, query: method == "POST" ? "" : query,
        body: method == "POST" ? query : "", key: key))?.reply
  }

  mutating func order(_ parameters: String) -> APIReply? {
    signed("POST", "/api/v3/order", "symbol=COINUSDT&" + parameters)
  }

  static func json(_ answered: Answered?) throws -> JSONValue {
    try JSONValue(text: answered?.reply.body ?? [])
  }
}

extension APIReply {
  var json: JSONValue? { try? JSONValue(text: body) }  // nil is what a page of HTML is

  /// `-1121 Invalid symbol.`; `nil` for no error.
  var error: String? {
    guard let json, let code = json["code"]?.integer, let message = json["msg"]?.string else {
      return nil
    }
    return "\(code) \(message)"
  }
}
