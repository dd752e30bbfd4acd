import SFCore
import SFWire

/// A fault that has happened by itself, for the log.
package struct HappenedFault: Equatable, Sendable {
  package let name: String
  /// Why it could not be done; `nil` when it was.
  package let failure: String?
}

/// Faults that no request is needed for.
extension ExchangeAPI {
  /// Does what is due.
  package mutating func takeDueFaults(at time: Timestamp) -> [HappenedFault] {
    let due = faults.due(at: time)
    if !due.isEmpty { exchange.advance(to: time) }
    return due.map { rule in
      do throws(FaultError) {
        try happen(rule, at: time)
        return HappenedFault(name: rule.name, failure: nil)
      } catch {
        return HappenedFault(name: rule.name, failure: error.reason)
      }
    }
  }

  private mutating func happen(_ rule: FaultRule, at time: Timestamp) throws(FaultError) {
    let text = rule.text
    switch rule.kind {
    case .lag: faults.lag = rule.milliseconds
    case .status:
      let status = try text.value("status", "a status of a symbol", MarketStatus.init(rawValue:))
      let symbol = try text.word("symbol")
      try refused { () throws(SpotRefusal) in try exchange.set(status, of: symbol, at: time) }
    case .expireAll:
      let symbol = try text.word("symbol")
      try refused { () throws(SpotRefusal) in try exchange.expireAll(on: symbol, at: time) }
    case .reset: exchange.reset(at: time)
    case .revoke: revoke(try text.word("key"))
    case .deposit: try deposit(text, at: time)
    case .order: try placeOutside(text, at: time)
    case .filters: try changeFilters(text, at: time)
    case .stall: streams.stall(until: time + rule.milliseconds)
    case .silence:
      silence = ConnectionSilence(
        connections: Set(connections.keys), until: time + rule.milliseconds)
    case .disconnect: isCutOff = true
    case .shutdown:
      let event = JSONValue.members(["e": .string("serverShutdown"), "E": .time(time)])
      pushes += connections.keys.sorted().map {
        SocketPush(connection: $0, text: .members(["event": event]))
      }
      pushes += streams.shutdownFrames(at: time)
      isShuttingDown = true
    case .clock: clockError += rule.milliseconds
    // All others happen to requests.
    default: break
    }
  }

  private func refused<Value>(
    _ body: () throws(SpotRefusal) -> Value
  ) throws(FaultError) -> Value {
    do throws(SpotRefusal) { return try body() } catch { throw FaultError(error.message) }
  }

  private func account(_ text: JSONValue) throws(FaultError) -> Int {
    let name = try text.word("account")
    guard let place = exchange.ledger.accounts.firstIndex(where: { $0.name == name }) else {
      let names = exchange.ledger.accounts.map(\.name)
      throw FaultError("found no account '\(name)', \(NearestName.expected(name, among: names))")
    }
    return place
  }

  private mutating func deposit(_ text: JSONValue, at time: Timestamp) throws(FaultError) {
    let asset = try text.word("asset")
    let amount: AssetAmount = try text.amount("amount")
    let place = try account(text)
    guard exchange.deposit(amount, of: asset, to: place, at: time) != nil else {
      throw FaultError("found no asset '\(asset)'")
    }
  }

  private mutating func placeOutside(_ text: JSONValue, at time: Timestamp) throws(FaultError) {
    let side = try text.value("side", "BUY or SELL") { word in
      Side.allCases.first { $0.word == word }
    }
    let price: Price? = text["price"] == nil ? nil : try text.amount("price")
    let request = SpotOrderRequest(
      symbol: try text.word("symbol"), side: side, type: price == nil ? .market : .limit,
      size: .base(try text.amount("quantity")), price: price,
      clientID: "web_" + SpotExchange.clientID(exchange.nextOrder))
    let place = try account(text)
    _ = try refused { () throws(SpotRefusal) in
      try exchange.place(request, by: place, at: time)
    }
  }

  /// The filters that are named replace those of their kind.
  private mutating func changeFilters(_ text: JSONValue, at time: Timestamp) throws(FaultError) {
    let symbol = try text.word("symbol")
    let place = try refused { () throws(SpotRefusal) in try exchange.market(symbol) }
    let new = text["filters"]?.array ?? []
    let rules = exchange.markets[place].rules.text
    let kept = (rules["filters"]?.array ?? []).filter { old in
      !new.contains { $0["filterType"] == old["filterType"] }
    }
    let members = (rules.members ?? []).map {
      $0.key == "filters" ? JSONValue.Member(key: "filters", value: .array(kept + new)) : $0
    }
    let changed: SymbolRules
    do { changed = try SymbolRules(.object(members)) } catch { throw FaultError(error.reason) }
    try refused { () throws(SpotRefusal) in try exchange.set(changed, at: time) }
  }
}

extension JSONValue {
  fileprivate func word(_ key: String) throws(FaultError) -> String {
    guard let word = self[key]?.string else {
      throw FaultError("found \(self[key]?.text ?? "nothing") as '\(key)', expected a text")
    }
    return word
  }

  fileprivate func value<Value>(
    _ key: String, _ expected: String, _ read: (String) -> Value?
  ) throws(FaultError) -> Value {
    let word = try word(key)
    guard let value = read(word) else {
      throw FaultError("found '\(word)' as '\(key)', expected \(expected)")
    }
    return value
  }

  /// A decimal, as a text or a number.
  fileprivate func amount<Amount: FixedPoint>(_ key: String) throws(FaultError) -> Amount {
    let text =
      switch self[key] {
      case .string(let text), .number(let text): text
      default: ""
      }
    guard let amount = Amount(text) else {
      throw FaultError(
        "found \(self[key]?.text ?? "nothing") as '\(key)', expected a decimal of eight places")
    }
    return amount
  }
}
