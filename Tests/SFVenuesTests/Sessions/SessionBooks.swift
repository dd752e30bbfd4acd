import Foundation
import SFBinanceOrders
import SFCore
import SFLedger
import SFRisk
import SFRun
import SFTestSupport
import SFWire

/// What the stages of a session that has stopped remember of its money, each from its own file.
struct SessionBooks {
  /// What of the venue's memory says which orders are its.
  private struct VenueMemory: Decodable {
    let identity: String
    let desk: DeskMemory
  }

  /// What is held, by position.
  typealias Holdings = [String: Quantity]

  /// As it says it, to eight decimals.
  let trader: Price
  let gate: (cash: Money, holdings: Holdings)
  /// What the fills of the ledger come to.
  let fills: Money
  let venue: Holdings
  /// Of each order, the ids under which it may be sent, first attempts first.
  let orders: [(id: String, isEntry: Bool, clientIDs: [String])]

  private static let attempts = 60

  /// `place` has the directory `run` of the session.
  init(in place: URL, capital: Money) throws {
    let equity = try Self.lines("sf-cat --type equity run/strategy 2> left", in: place).last
    trader = try Self.price(equity?["cash"])
    gate = try Self.gate(of: place.appendingPathComponent("run/risk/checkpoint"))
    fills = try Self.lines("sf-broker fills run --format jsonl", in: place).reduce(capital) {
      let worth = try Self.price($1["price"]) * Quantity(units: Self.price($1["quantity"]).units)
      // A fee in the asset that was bought is no money.
      let isMoney = $1["fee_asset"]?.string ?? "USDT" == "USDT"
      let fee = isMoney ? Money(try Self.price($1["fee"])) : .zero
      return $0 + ($1["side"]?.string == "buy" ? -worth : worth) - fee
    }
    let path = place.appendingPathComponent("run/broker/ledger").path
    guard let bytes = try Ledger(path, .person).memory()?.bytes else {
      throw MissingBook(what: "no memory in \(path)")
    }
    let memory = try MemoryDecoder.value(VenueMemory.self, of: bytes)
    venue = memory.desk.book.positions.mapValues(\.quantity).filter { $0.value > .zero }
    // What protects is in the ledger once it has sold something, and at the desk before.
    let rows = try Self.lines("sf-broker orders run --format jsonl", in: place)
    let entries = Set(
      rows.filter { $0["intent"]?.string == "enter" }.compactMap { $0["id"]?.string })
    orders = Set(rows.compactMap { $0["id"]?.string }).union(memory.desk.orders.keys).sorted().map {
      id in
      let clientIDs = (1...Self.attempts).map {
        ClientID.of(account: "binance", session: memory.identity, order: id, attempt: $0)
      }
      return (id, entries.contains(id), clientIDs)
    }
  }

  struct MissingBook: Error { let what: String }

  private static func gate(of directory: URL) throws -> (Money, Holdings) {
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    guard let name = names.max() else { throw MissingBook(what: "no checkpoint of the gate") }
    let bytes = Array(try Data(contentsOf: directory.appendingPathComponent(name)))
    let memory = try MemoryDecoder.value(
      RunMemory.self, of: Array(bytes[(bytes.firstIndex(of: 10) ?? 0)...].dropFirst()))
    guard let stage = memory.stages.first,
      let book = try MemoryDecoder.value(RiskStage.self, of: stage.bytes).gate?.book
    else { throw MissingBook(what: "no book in \(name)") }
    let held = book.positions.map { ($0.id, $0.quantity) }
    return (book.cash, Dictionary(uniqueKeysWithValues: held))
  }

  private static func lines(_ command: String, in place: URL) throws -> [JSONValue] {
    try Shell.run(command, in: place).output.split(separator: "\n").map {
      try JSONValue(text: Array($0.utf8))
    }
  }

  private static func price(_ value: JSONValue?) throws -> Price {
    guard case .number(let text) = value, let price = Price(text) else {
      throw MissingBook(what: "no amount in \(value?.text ?? "nothing")")
    }
    return price
  }
}
