import SFBinance
import SFCore
import SFWire

/// The WebSocket API: the same questions and orders, over connections that stay.
extension ExchangeAPI {
  /// A connection costs so much of an address's weight.
  private static let weightOfConnection = 2

  /// A connection begins; says how it is turned away, if it is.
  package mutating func open(
    _ connection: Int, address: String, at time: Timestamp
  ) -> APIReply? {
    if let turnedAway = use(Self.weightOfConnection, by: address, at: time) { return turnedAway }
    connections[connection] = SocketConnection(address: address, at: time)
    return nil
  }

  package mutating func close(_ connection: Int) { connections[connection] = nil }

  /// Answers a message of a connection.
  mutating func answer(
    socket request: APIRequest, _ connection: Int, arrival: Timestamp, at time: Timestamp
  ) -> APIReply {
    let message: SocketMessage
    do throws(SpotRefusal) { message = try SocketMessage(request.body) } catch {
      return reply(.null, error, request, showingLimits: true)
    }
    let parameters: RequestParameters
    do throws(SpotRefusal) { parameters = try message.parameters() } catch {
      return reply(message.id, error, request, showingLimits: true)
    }
    let showsLimits = message.params.first { $0.key == "returnRateLimits" }?.value != .bool(false)
    let endpoint = SocketMethods.endpoints[message.method]
    let weight = endpoint?.weight(parameters) ?? Self.weightOfConnection
    if let turnedAway = use(weight, by: request.address, at: time) {
      return reply(message.id, turnedAway, at: time)
    }
    do throws(SpotRefusal) {
      let result: JSONValue
      if let endpoint {
        result = try answer(
          endpoint, message, parameters, connection, arrival: arrival, at: time)
        if endpoint.isFreeWhenDone { giveBack(weight, to: request.address) }
      } else {
        result = try answer(session: message, parameters, connection, at: arrival)
      }
      return reply(
        .members(["id": message.id, "status": .integer(200), "result": result]), request,
        isOrder: endpoint?.security == .trade, showsLimits)
    } catch {
      return reply(message.id, error, request, showingLimits: showsLimits)
    }
  }

  private mutating func answer(
    _ endpoint: APIEndpoint, _ message: SocketMessage, _ parameters: RequestParameters,
    _ connection: Int, arrival: Timestamp, at time: Timestamp
  ) throws(SpotRefusal) -> JSONValue {
    let ofSocket = ["apiKey", "returnRateLimits"]
    guard endpoint.security != .none else {
      try endpoint.requireRead(parameters, beside: ofSocket)
      return try endpoint.answer(&self, parameters, 0)
    }
    let caller = try caller(
      message, parameters, connection, endpoint.security, at: arrival + clockError)
    try endpoint.requireRead(parameters, beside: ofSocket)
    try caller.window.requireFresh(at: time + clockError)
    return try endpoint.answer(&self, parameters, caller.account)
  }

  /// Who asks: by the key and signature of the message, or those of the session.
  private func caller(
    _ message: SocketMessage, _ parameters: RequestParameters, _ connection: Int,
    _ security: EndpointSecurity, at time: Timestamp
  ) throws(SpotRefusal) -> SignedCaller {
    if !parameters.has("apiKey"), let text = connections[connection]?.key?.text {
      let window = try RequestWindow(parameters)
      try window.requireOpen(at: time)
      return SignedCaller(account: try key(text, for: security).account, window: window)
    }
    return try caller(
      key: parameters.optional("apiKey"), parameters, security, payload: message.payload, at: time)
  }

  // MARK: Sessions

  private mutating func answer(
    session message: SocketMessage, _ parameters: RequestParameters, _ connection: Int,
    at time: Timestamp
  ) throws(SpotRefusal) -> JSONValue {
    switch message.method {
    case "session.logon":
      try logOn(message, parameters, connection, at: time)
      return connections[connection]?.text(at: time) ?? .null
    case "session.status": return connections[connection]?.text(at: time) ?? .null
    case "session.logout":
      terminate(connections[connection]?.logOut() ?? [], of: connection)
      return connections[connection]?.text(at: time) ?? .null
    case "session.subscriptions":
      return .array(
        (connections[connection]?.subscriptions ?? []).map {
          .members(["subscriptionId": .integer($0.id)])
        })
    case "userDataStream.subscribe":
      guard let text = connections[connection]?.key?.text else { throw .rejectedKey }
      return try subscribe(connection, try key(text, for: .signed).account, isOfSession: true)
    case "userDataStream.subscribe.signature":
      let caller = try caller(
        key: parameters.optional("apiKey"), parameters, .signed, payload: message.payload,
        at: time + clockError)
      return try subscribe(connection, caller.account, isOfSession: false)
    case "userDataStream.unsubscribe":
      let id = try parameters.integer("subscriptionId").map { Int($0) }
      let ended = try connections[connection]?.unsubscribe(id) ?? []
      terminate(ended, of: connection)
      return .members([:])
    default: throw .unsupported
    }
  }

  /// Only by keys of Ed25519.
  private mutating func logOn(
    _ message: SocketMessage, _ parameters: RequestParameters, _ connection: Int,
    at time: Timestamp
  ) throws(SpotRefusal) {
    let text = try parameters.text("apiKey")
    _ = try caller(
      key: text, parameters, .signed, payload: message.payload, at: time + clockError)
    if case .hmac = keys[text]?.signing {
      throw SpotRefusal(.noSessionKey, "HMAC_SHA256 API key is not supported.")
    }
    connections[connection]?.logOn(text, at: time)
  }

  private mutating func subscribe(
    _ connection: Int, _ account: Int, isOfSession: Bool
  ) throws(SpotRefusal) -> JSONValue {
    let id = try connections[connection]?.subscribe(to: account, isOfSession: isOfSession) ?? 0
    return .members(["subscriptionId": .integer(id)])
  }

  private mutating func terminate(
    _ subscriptions: [SocketConnection.Subscription], of connection: Int
  ) {
    for subscription in subscriptions {
      push(
        .members(["e": .string("eventStreamTerminated"), "E": .time(exchange.time)]),
        subscription.id, to: connection)
    }
  }

  // MARK: Frames

  private mutating func push(_ event: JSONValue, _ subscription: Int, to connection: Int) {
    pushes.append(
      SocketPush(
        connection: connection,
        text: .members(["subscriptionId": .integer(subscription), "event": event])))
  }

  /// What connections are sent that they have not asked for since it was last taken: what happened
  /// to the accounts that they are subscribed to, in its order.
  package mutating func takePushes() -> [SocketPush] {
    for event in faults.shaped(exchange.takeEvents()) {
      let text = exchange.text(of: event)
      for connection in connections.keys.sorted() {
        let subscriptions = connections[connection]?.subscriptions ?? []
        for subscription in subscriptions where subscription.account == event.account {
          push(text, subscription.id, to: connection)
        }
      }
    }
    defer { pushes = [] }
    return pushes.filter { !isSilent($0.connection, at: exchange.time) }
  }

  /// What the streams are due by now.
  package mutating func takeFrames() -> [SocketPush] {
    streams.takeFrames(of: exchange, &faults)
  }

  /// A key that is not let in any more; sessions that stand on it are told.
  package mutating func revoke(_ key: String) {
    keys[key]?.isRevoked = true
    for connection in connections.keys.sorted() where connections[connection]?.key?.text == key {
      pushes.append(
        SocketPush(
          connection: connection,
          text: .members([
            "id": .null, "status": .integer(401), "error": SpotRefusal.rejectedKey.text,
          ])))
      _ = connections[connection]?.logOut()
    }
  }

  private func reply(
    _ id: JSONValue, _ refusal: SpotRefusal, _ request: APIRequest, showingLimits: Bool
  ) -> APIReply {
    let value = JSONValue.members([
      "id": id, "status": .integer(refusal.status), "error": refusal.text,
    ])
    return reply(value, request, isOrder: false, showingLimits)
  }

  /// An address that is turned away: until when, as a time.
  private func reply(_ id: JSONValue, _ turnedAway: APIReply, at time: Timestamp) -> APIReply {
    let wait = turnedAway.headers.first { $0.name == "Retry-After" }.flatMap { Int64($0.value) }
    let error = SpotRefusal(.tooManyRequests, turnedAway.message).text.adding([
      "data": .members([
        "serverTime": .time(time), "retryAfter": .time(time + (wait ?? 1) * 1_000),
      ])
    ])
    return APIReply(
      status: turnedAway.status,
      .members(["id": id, "status": .integer(turnedAway.status), "error": error]))
  }

  private func reply(
    _ value: JSONValue, _ request: APIRequest, isOrder: Bool, _ showsLimits: Bool
  ) -> APIReply {
    let status = value["status"]?.integer ?? 200
    guard showsLimits else { return APIReply(status: status, value) }
    var limits: [JSONValue] = []
    if let weight = usage(of: request.address)?.weight {
      limits.append(weight.text("REQUEST_WEIGHT").adding(["count": .integer(weight.used)]))
    }
    if isOrder, let account = account(of: request) {
      limits =
        exchange.usage[account].windows.map {
          $0.text("ORDERS").adding(["count": .integer($0.used)])
        } + limits
    }
    return APIReply(status: status, value.adding(["rateLimits": .array(limits)]))
  }

  /// Whose order counts a reply tells.
  private func account(of request: APIRequest) -> Int? {
    guard let message = try? SocketMessage(request.body) else { return nil }  // it was read before
    let given = message.params.first { $0.key == "apiKey" }?.value.string
    let session = request.connection.flatMap { connections[$0]?.key?.text }
    return (given ?? session).flatMap { keys[$0]?.account }
  }
}
