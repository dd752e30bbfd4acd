import SFBinance
import SFCore
import SFWire

/// The API of the exchange as a value: requests in, replies out, at times that are handed in.
package struct ExchangeAPI: Sendable {
  package internal(set) var exchange: SpotExchange
  package internal(set) var keys: [String: ExchangeKey] = [:]
  package internal(set) var faults: FaultPlan
  /// By how many milliseconds the clock that clients are held against is ahead of the exchange's.
  package internal(set) var clockError: Int64 = 0
  package let settings: APISettings
  let verifier: any SignatureVerifier
  private var addresses: [String: AddressUsage] = [:]
  /// Of the WebSocket API, by their numbers.
  var connections: [Int: SocketConnection] = [:]
  /// Of the streams.
  package var streams = MarketStreams()
  /// Whether all connections that stay are to be ended; who ends them says so.
  package var isShuttingDown = false
  /// Whether all connections that stay are to be ended at once.
  package var isCutOff = false
  /// `nil` for none.
  var silence: ConnectionSilence?
  /// What connections are to be sent.
  var pushes: [SocketPush] = []

  package init(
    _ exchange: SpotExchange, keys: [ExchangeKey], _ verifier: any SignatureVerifier,
    settings: APISettings = APISettings(), faults: FaultPlan = FaultPlan(seed: 0)
  ) {
    self.exchange = exchange
    self.settings = settings
    self.verifier = verifier
    self.faults = faults
    for key in keys { self.keys[key.text] = key }
  }

  /// Answers a request that came at `arrival` and reaches the engine at `time`, which is later when
  /// a fault holds it back.
  package mutating func answer(
    _ request: APIRequest, arrival: Timestamp? = nil, at time: Timestamp
  ) -> APIReply {
    exchange.advance(to: time)
    let arrival = arrival ?? time
    if let connection = request.connection {
      return answer(socket: request, connection, arrival: arrival, at: time)
    }
    let found = endpoint(of: request)
    let parameters = Result { () throws(SpotRefusal) in
      try RequestParameters(query: request.query, body: request.body)
    }
    // What cannot be read weighs as much as the least.
    let weight =
      found.map { endpoint in
        (try? parameters.get()).map(endpoint.weight) ?? 1  // the error is thrown again below
      } ?? 1
    if let turnedAway = use(weight, by: request.address, at: time) { return turnedAway }
    guard let endpoint = found else { return Self.missing(request) }
    var reply: APIReply
    do throws(SpotRefusal) {
      try Self.requireMilliseconds(request.timeUnit)
      let value = try answer(endpoint, request, parameters.get(), arrival: arrival, at: time)
      reply = APIReply(value)
      if endpoint.isFreeWhenDone { giveBack(weight, to: request.address) }
    } catch {
      reply = APIReply(error)
    }
    reply.headers += headers(request, endpoint)
    return reply
  }

  // MARK: Limits of addresses

  func usage(of address: String) -> AddressUsage? { addresses[address] }

  /// Counts some weight of an address; says how it is turned away, if it is.
  mutating func use(_ weight: Int, by address: String, at time: Timestamp) -> APIReply? {
    var usage =
      addresses[address] ?? AddressUsage(weight: settings.weight, requests: settings.requests)
    defer { addresses[address] = usage }
    return usage.use(weight, at: time)
  }

  mutating func giveBack(_ weight: Int, to address: String) {
    addresses[address]?.giveBack(weight)
  }

  /// Times in microseconds are not had here.
  private static func requireMilliseconds(_ unit: String?) throws(SpotRefusal) {
    switch unit?.uppercased() {
    case nil, "MILLISECOND": return
    case "MICROSECOND": throw .unsupported
    default:
      throw SpotRefusal(
        .badTimeUnit, "Invalid value for time unit; expected either MICROSECOND or MILLISECOND.")
    }
  }

  // MARK: Endpoints

  private func endpoint(of request: APIRequest) -> APIEndpoint? {
    APIEndpoint.all.first { $0.method == request.method && $0.path == request.path }
  }

  private mutating func answer(
    _ endpoint: APIEndpoint, _ request: APIRequest, _ parameters: RequestParameters,
    arrival: Timestamp, at time: Timestamp
  ) throws(SpotRefusal) -> JSONValue {
    guard endpoint.security != .none else {
      try endpoint.requireRead(parameters)
      return try endpoint.answer(&self, parameters, 0)
    }
    let payload = FormText.unsigned(request.query) + FormText.unsigned(request.body)
    let caller = try caller(
      key: request.key, parameters, endpoint.security, payload: payload, at: arrival + clockError)
    try endpoint.requireRead(parameters)
    try caller.window.requireFresh(at: time + clockError)
    return try endpoint.answer(&self, parameters, caller.account)
  }

  /// What is no endpoint: user data by listen keys is gone for good, all else was never there.
  private static func missing(_ request: APIRequest) -> APIReply {
    if request.path.hasPrefix("/api/v3/userDataStream") {
      return APIReply(html: 410, "Gone")
    }
    guard !Self.unsupportedPaths.contains(where: request.path.hasPrefix) else {
      return APIReply(.unsupported)
    }
    return APIReply(html: 404, "Not Found")
  }

  /// What the exchange has and this one has not.
  private static let unsupportedPaths = [
    "/api/v3/order/amend", "/api/v3/orderList", "/api/v3/openOrderList", "/api/v3/allOrderList",
    "/api/v3/sor", "/api/v3/myPreventedMatches", "/api/v3/myAllocations", "/api/v3/historical",
    "/api/v3/ticker/tradingDay",
  ]

  private func headers(
    _ request: APIRequest, _ endpoint: APIEndpoint
  ) -> [APIReply.Header] {
    var headers: [APIReply.Header] = []
    if let weight = usage(of: request.address)?.weight {
      headers = ["X-MBX-USED-WEIGHT", "X-MBX-USED-WEIGHT-\(weight.mark)"].map {
        APIReply.Header(name: $0, value: "\(weight.used)")
      }
    }
    guard endpoint.security == .trade, endpoint.method == "POST",
      let account = request.key.flatMap({ keys[$0]?.account })
    else { return headers }
    for window in exchange.usage[account].windows {
      headers.append(
        APIReply.Header(name: "X-MBX-ORDER-COUNT-\(window.mark)", value: "\(window.used)"))
    }
    return headers
  }

  // MARK: What no request does

  package mutating func advance(to time: Timestamp) { exchange.advance(to: time) }

  package mutating func take(_ event: MarketEvent) {
    switch event {
    case .traded(let print, let market): exchange.take(print, in: market)
    case .quote(let bid, let ask, let market, let time):
      exchange.take(bid: bid, ask: ask, in: market, at: time)
    }
  }

  package mutating func add(_ rule: FaultRule) { faults.add(rule) }

  package mutating func clearFaults() { faults.clear() }

  /// Turns an address away for as long as a fault says, in seconds: kindly, or for good.
  mutating func turnAway(
    _ request: APIRequest, _ fault: FaultRule, at time: Timestamp
  ) -> APIReply {
    let length = Int64(fault.text["seconds"]?.integer ?? 1) * 1_000
    var usage =
      addresses[request.address]
      ?? AddressUsage(weight: settings.weight, requests: settings.requests)
    defer { addresses[request.address] = usage }
    return fault.kind == .banned
      ? usage.ban(for: length, at: time) : usage.refusal(for: length, at: time)
  }
}

/// Connections that hear nothing until a time.
struct ConnectionSilence: Sendable {
  let connections: Set<Int>
  let until: Timestamp
}
