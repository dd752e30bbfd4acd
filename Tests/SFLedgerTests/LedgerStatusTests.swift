import Foundation
import SFBroker
import SFCore
import SFLedger
import SFTestSupport
import Testing

/// How a venue is said to stand.
@Suite struct LedgerStatusTests {
  private static let mark: Timestamp = "2026-01-05T09:31:00.000Z"

  /// Mode, reason, mark, orders at work, words that are not taken.
  private func standing(_ ledger: Ledger) throws -> [String] {
    let table = try #require(try ledger.statusTables().first)
    let row = try #require(table.rows.first)
    return ["mode", "reason", "answered_to", "orders_at_work", "words_not_taken"].map { name in
      table.columns.firstIndex { $0.key == name }.map { row[$0].short } ?? "no column \(name)"
    }
  }

  @Test func `a word counts when it is taken, an order until it has ended`() throws {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-ledger-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    // What is left is in a temporary place.
    defer { try? FileManager.default.removeItem(at: place) }
    let ledger = try Ledger(place.appendingPathComponent("ledger").path, .venue(syncs: false))
    #expect(try standing(ledger) == ["active", "-", "-", "0", "0"])

    let halt = Control(action: .halt, target: nil, reason: "holidays", who: "ann")
    try ledger.say(halt, wall: Self.mark)
    #expect(try standing(ledger) == ["active", "-", "-", "0", "1"])

    var page = LedgerPage()
    page.add(.heard(.init(try #require(try ledger.unheard().first).number, at: Self.mark)))
    page.add(
      .intent(
        .init(
          Order(
            id: "a", symbol: "BTCUSDT", side: .buy, quantity: 10, position: "a", intent: .enter,
            reason: "d", reference: 100), at: Self.mark)))
    let memory = Ledger.Memory(mark: Self.mark, hasTaken: true, bytes: [])
    try ledger.commit(page, memory, venue: "virtual", wall: Self.mark)
    #expect(try standing(ledger) == ["halted", "holidays", "2026-01-05 09:31", "1", "0"])
  }
}
