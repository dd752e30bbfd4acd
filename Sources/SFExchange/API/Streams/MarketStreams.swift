import SFBinance
import SFCore
import SFWire

/// The streams of the market: what connections are subscribed to, and the frames that they are due.
package struct MarketStreams: Sendable {
  private var connections: [Int: StreamConnection] = [:]
  /// Until when nothing is sent, although all connections stand.
  private var stalledUntil: Timestamp?

  package init() {}

  /// A connection begins with the streams of its address, those that are none left out.
  package mutating func open(
    _ connection: Int, _ names: [String], isCombined: Bool, in exchange: SpotExchange
  ) {
    connections[connection] = StreamConnection(isCombined: isCombined)
    for name in names.prefix(StreamConnection.most) {
      if let name = StreamName(name) { subscribe(connection, name, in: exchange) }
    }
  }

  package mutating func close(_ connection: Int) { connections[connection] = nil }

  package mutating func stall(until time: Timestamp) { stalledUntil = time }

  private mutating func subscribe(
    _ connection: Int, _ name: StreamName, in exchange: SpotExchange
  ) {
    guard let market = exchange.markets.firstIndex(where: { $0.rules.symbol == name.symbol })
    else { return }
    connections[connection]?.subscribe(
      name, StreamPlace(market: market, print: exchange.markets[market].nextPrint))
  }

  // MARK: Messages

  /// Answers `SUBSCRIBE` and the like; `nil` ends the connection.
  package mutating func answer(
    _ text: String, _ connection: Int, in exchange: SpotExchange
  ) -> JSONValue? {
    guard connections[connection]?.isFlooded(at: exchange.time) == false else { return nil }
    // What is wrong with it is said below.
    guard let value = try? JSONValue(text: Array(text.utf8)),
      let method = value["method"]?.string
    else { return Self.invalid("Invalid JSON: expected value", .null) }
    let id = value["id"] ?? .null
    let params = (value["params"]?.array ?? []).map { $0.string ?? $0.text }
    switch method {
    case "SUBSCRIBE": return subscribe(connection, params, id, in: exchange)
    case "UNSUBSCRIBE":
      for name in params.compactMap(StreamName.init) { connections[connection]?.unsubscribe(name) }
      return Self.result(.null, id)
    case "LIST_SUBSCRIPTIONS":
      let names = connections[connection]?.names ?? []
      return Self.result(.array(names.map { .string($0.text) }), id)
    case "SET_PROPERTY" where params.first == "combined" && params.count == 2:
      connections[connection]?.set(combined: params[1] == "true")
      return Self.result(.null, id)
    case "GET_PROPERTY" where params.first == "combined":
      return Self.result(.bool(connections[connection]?.isCombined ?? false), id)
    default:
      return Self.invalid("Invalid request: unknown variant '\(method)'", id)
    }
  }

  private mutating func subscribe(
    _ connection: Int, _ params: [String], _ id: JSONValue, in exchange: SpotExchange
  ) -> JSONValue {
    for text in params where StreamName(text) == nil {
      return Self.invalid("Invalid request: unsupported stream '\(text)'", id)
    }
    let there = connections[connection]?.names.count ?? 0
    guard there + params.count <= StreamConnection.most else {
      return Self.invalid("Too many streams; at most \(StreamConnection.most) a connection", id)
    }
    for name in params.compactMap(StreamName.init) { subscribe(connection, name, in: exchange) }
    return Self.result(.null, id)
  }

  private static func result(_ value: JSONValue, _ id: JSONValue) -> JSONValue {
    .members(["result": value, "id": id])
  }

  private static func invalid(_ message: String, _ id: JSONValue) -> JSONValue {
    .members(["error": .members(["code": .integer(2), "msg": .string(message)]), "id": id])
  }

  // MARK: Frames

  /// What is due by now, connection by connection in the order of their numbers; of one connection
  /// stream by stream as they were subscribed to.
  package mutating func takeFrames(
    of exchange: SpotExchange, _ faults: inout FaultPlan
  ) -> [SocketPush] {
    if let stalledUntil, exchange.time < stalledUntil { return [] }
    stalledUntil = nil
    var frames: [SocketPush] = []
    var view = StreamView(exchange)
    for number in connections.keys.sorted() {
      guard var connection = connections[number] else { continue }
      for name in connection.names {
        guard let place = connection.places[name] else { continue }
        let due = view.due(name, at: place, isCombined: connection.isCombined, &faults)
        if due.frames.isEmpty { continue }
        frames += faults.shaped(
          due.frames.map { SocketPush(connection: number, $0) }, held: &connection.held)
        connection.places[name] = due.to
      }
      connections[number] = connection
    }
    return frames
  }

  /// That the server is about to end, for all connections.
  package func shutdownFrames(at time: Timestamp) -> [SocketPush] {
    let event = JSONValue.members(["e": .string("serverShutdown"), "E": .time(time)])
    return connections.keys.sorted().map { number in
      let isCombined = connections[number]?.isCombined ?? false
      let text =
        isCombined
        ? JSONValue.members(["stream": .string("!serverShutdown"), "data": event]) : event
      return SocketPush(connection: number, text: text)
    }
  }
}
