import Foundation
import SFBroker
import SFCore
import SFLedger
import SFTestSupport
import Testing

/// What a venue writes down.
@Suite struct LedgerTests {
  private func withLedger(_ body: (String) throws -> Void) throws {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-ledger-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    // What is left is in a temporary place.
    defer { try? FileManager.default.removeItem(at: place) }
    try body(place.appendingPathComponent("ledger").path)
  }

  private static let mark: Timestamp = "2026-01-05T09:31:00.000Z"

  private func order(_ id: String, quantity: Quantity = 10) -> Order {
    Order(
      id: id, symbol: "BTCUSDT", side: .buy, quantity: quantity, position: id, intent: .enter,
      reason: "d", reference: 100)
  }

  private func fill(_ id: String, of order: String, _ quantity: Quantity, left: Quantity?) -> Fill {
    Fill(
      id: id, order: order, symbol: "BTCUSDT", side: .buy, price: 100, quantity: quantity, fee: 0,
      position: order, liquidity: .taker, at: Self.mark, remaining: left)
  }

  /// Rows of a table as texts.
  private func rows(_ ledger: Ledger) throws -> [[String]] {
    try ledger.orderStates().map { [$0.id, $0.state.rawValue, $0.filled.description] }
  }

  private func page(_ answers: [Answer], intents: [Order] = []) -> LedgerPage {
    var page = LedgerPage()
    for order in intents { page.add(.intent(.init(order, at: Self.mark))) }
    if !answers.isEmpty {
      page.add(
        .answered(
          .init(
            at: Self.mark + 60_000, text: Array("lines\n".utf8), answers: answers, account: nil)))
    }
    return page
  }

  private let memory = Ledger.Memory(mark: Self.mark, hasTaken: true, bytes: [0, 127, 255])

  @Test func `the same page twice is the same ledger`() throws {
    try withLedger { path in
      let ledger = try Ledger(path, .venue(syncs: true))
      let page = page(
        [
          .fill(fill("a-1", of: "a", 4, left: 6)), .fill(fill("a-2", of: "a", 6, left: 0)),
          .fill(fill("b-1", of: "b", 4, left: 6)),
          .refusal(
            Refusal(
              symbol: "BTCUSDT", by: "venue", reason: .ended(.canceled), subject: .order("b"))),
          .refusal(
            Refusal(
              symbol: "BTCUSDT", by: "risk.position", reason: .room(.maxPct), subject: .order("c"),
              quantity: 5)),
        ], intents: [order("a"), order("b"), order("c")])
      for _ in 0..<3 {
        try ledger.commit(page, memory, venue: "virtual", wall: Self.mark)
        #expect(
          try rows(ledger) == [
            ["a", "filled", "10.0"], ["b", "canceled", "4.0"], ["c", "working", "0.0"],
          ])
        #expect(try ledger.memory() == memory)
        #expect(try ledger.text(of: Self.mark + 60_000) == Array("lines\n".utf8))
        #expect(try ledger.text(of: Self.mark) == nil)
      }
    }
  }

  @Test func `what was committed is there for the next process, and for one at a time`() throws {
    try withLedger { path in
      var first: Ledger? = try Ledger(path, .venue(syncs: true))
      try first?.belong(to: "mine")
      try first?.commit(
        page([], intents: [order("a")]), memory, venue: "virtual", wall: Self.mark)
      let error = #expect(throws: LedgerError.self) { try Ledger(path, .venue(syncs: true)) }
      #expect(error?.exitStatus == .tryAgain)
      #expect(error?.message.contains("process \(getpid())") == true)
      first = nil
      let next = try Ledger(path, .venue(syncs: false))
      #expect(try next.memory() == memory)
      #expect(try rows(next) == [["a", "working", "0.0"]])
      try next.belong(to: "mine")
      #expect(throws: LedgerError.self) { try next.belong(to: "another") }
    }
  }

  @Test func `a word of a person is heard once, by whoever is the venue then`() throws {
    try withLedger { path in
      let venue = try Ledger(path, .venue(syncs: true))
      #expect(try venue.hasNews())
      #expect(try !venue.hasNews())
      let control = Control(action: .settle, target: "a", reason: "sold", who: "ann")
      try Ledger(path, .person).say(control, price: 101, wall: Self.mark)
      #expect(try venue.hasNews())
      let words = try venue.unheard()
      #expect(words == [PersonWord(1, control, price: 101)])
      var page = LedgerPage()
      page.add(.heard(.init(1, at: Self.mark)))
      try venue.commit(page, memory, venue: "virtual", wall: Self.mark)
      #expect(try venue.unheard().isEmpty)
      // What the venue writes itself is no news, and hides none.
      #expect(try !venue.hasNews())
      try venue.commit(LedgerPage(), memory, venue: "virtual", wall: Self.mark)
      try Ledger(path, .person).say(control, price: 101, wall: Self.mark)
      try venue.commit(LedgerPage(), memory, venue: "virtual", wall: Self.mark)
      #expect(try venue.hasNews())
      #expect(try !venue.hasNews())
    }
  }

  /// An empty one may be one that a venue is just making.
  @Test(arguments: [
    ("", SFCore.ExitStatus.tryAgain),
    ("no ledger at all, and longer than the header of a database would be\n", .badData),
  ])
  func `another file is no ledger, and stays as it is`(text: String, status: SFCore.ExitStatus)
    throws
  {
    try withLedger { path in
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: LedgerError.self) { try Ledger(path, .person) }
      #expect(error?.exitStatus == status)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }
    try withLedger { path in
      let error = #expect(throws: LedgerError.self) { try Ledger(path, .person) }
      #expect(error?.exitStatus == .noInput)
    }
  }
}
