import Foundation
import SFBroker
import SFCore
import SFExchange
import SFExchangeServer
import SFLedger
import SFTestSupport
import Testing

/// What an exchange has done against what a ledger says: equal, or each difference by its name.
@Suite struct LedgerAuditTests {
  private static let mark: Timestamp = "2026-01-05T00:01:00.000Z"

  /// An account that has bought in two fills, and somebody else's fill of it.
  private func exchange(open: Bool = false) throws -> SpotExchange {
    let template = SymbolTemplate(base: "A", quote: "USDT", step: 0.001)
    var exchange = SpotExchange(
      SpotSetup(
        symbols: [
          .init(
            try SymbolRules(template.text),
            shape: AmbientShape(spread: 0.0005, levels: 5, depth: 200))
        ],
        accounts: [.init(SpotAccount(name: "ann", uid: 1), [("USDT", 10_000), ("A", 5)])]))
    exchange.take(
      TapePrint(time: Self.mark, price: 100, quantity: 1, isTakerBuy: true), in: 0)
    for (name, quantity) in [("sfone", 3), ("web", 1)] as [(String, Quantity)] {
      _ = try exchange.place(
        SpotOrderRequest(
          symbol: "AUSDT", side: .buy, type: .market, size: .base(quantity), clientID: name),
        by: 0, at: Self.mark + 1)
    }
    if open {
      _ = try exchange.place(
        SpotOrderRequest(
          symbol: "AUSDT", side: .buy, type: .limit, size: .base(1), price: 90,
          clientID: "sfrest"), by: 0, at: Self.mark + 2)
    }
    return exchange
  }

  /// The differences that are found where a ledger has what `change` makes of the fills.
  private func differences(
    _ exchange: SpotExchange, _ change: (inout [Fill]) -> Void = { _ in }
  ) throws -> [String] {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-audit-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    // What is left is in a temporary place.
    defer { try? FileManager.default.removeItem(at: place) }
    let ledger = try Ledger(place.appendingPathComponent("ledger").path, .venue(syncs: false))
    let own = exchange.fills[0].list.filter {
      exchange.orders[$0.orderID]?.clientID.hasPrefix("sf") == true
    }
    var fills = own.map { entry in
      Fill(
        id: "AUSDT-\(entry.fill.tradeID)", order: "e1", symbol: "AUSDT", side: .buy,
        price: entry.fill.price, quantity: entry.fill.quantity,
        fee: Price(units: entry.fill.commission.units), feeAsset: entry.fill.commissionAsset,
        position: "e1", liquidity: .taker, at: entry.time)
    }
    #expect(fills.count >= 2)
    change(&fills)
    var page = LedgerPage()
    page.add(
      .intent(
        .init(
          Order(
            id: "e1", symbol: "AUSDT", side: .buy, quantity: 3, position: "e1", intent: .enter,
            reason: "r", reference: 100), at: Self.mark)))
    page.add(
      .answered(
        .init(at: Self.mark, text: [], answers: fills.map(Answer.fill), account: nil)))
    try ledger.commit(
      page, .init(mark: Self.mark, hasTaken: true, bytes: []), venue: "binance", wall: Self.mark)
    var audit = LedgerAudit(exchange, account: 0)
    try audit.read(ledger)
    #expect((audit.table == nil) == audit.differences.isEmpty)
    return audit.differences.map { "\($0.what) \($0.name)" }
  }

  @Test func `what agrees is not said`() throws {
    #expect(try differences(exchange()) == [])
    // A fill of several positions stands there in parts, and a person's settlement is no fill.
    let parts = try differences(exchange()) { fills in
      var second = fills[0]
      fills[0].quantity = 0.5
      second.id += ".2"
      second.quantity -= 0.5
      (second.fee, fills[0].fee) = (fills[0].fee, 0)
      fills.append(second)
      var settled = second
      (settled.id, settled.order) = ("person-1-1", "person-1")
      fills.append(settled)
    }
    #expect(parts == [])
  }

  @Test func `each difference is said`() throws {
    let whole = try exchange()
    let first = try #require(
      whole.fills[0].list.first { whole.orders[$0.orderID]?.clientID == "sfone" })
    let name = "AUSDT-\(first.fill.tradeID)"
    let missing = try differences(whole) { fills in fills = Array(fills.dropFirst()) }
    #expect(missing == ["fill \(name)", "balance A", "balance USDT"])
    let larger = try differences(whole) { fills in fills[0].quantity += 0.001 }
    #expect(larger == ["fill \(name)", "order e1", "balance A", "balance USDT"])
    let free = try differences(whole) { fills in fills[0].fee = 0 }
    #expect(free == ["fill \(name)", "balance A"])
    let more = try differences(whole) { fills in
      var fill = fills[0]
      fill.id = "AUSDT-99"
      fills.append(fill)
    }
    #expect(more == ["fill AUSDT-99", "order e1", "balance A", "balance USDT"])
    #expect(try differences(exchange(open: true)) == ["order sfrest"])
  }
}
