import SFBinanceOrders
import SFCore
import Testing

/// What may still be asked of the exchange.
@Suite struct RequestBudgetTests {
  private static let start: Timestamp = "2026-01-05T00:00:30.000Z"

  private func budget() -> RequestBudget {
    var budget = RequestBudget()
    budget.advance(to: Self.start)
    return budget
  }

  private func usage(_ name: String, _ value: Int) -> ExchangeUsage {
    ExchangeUsage(headers: [("X-MBX-\(name)", "\(value)")])
  }

  @Test func `entries stop at seven tenths, questions at nine, exits at the end`() {
    var budget = budget()
    for (used, open) in [(4_199, 3), (4_200, 2), (5_399, 2), (5_400, 1), (5_999, 1), (6_000, 0)] {
      budget.hear(usage("USED-WEIGHT-1M", used))
      let openings = [RequestBudget.Urgency.exit, .question, .entry].map {
        budget.opening($0, isOrder: $0 != .question)
      }
      #expect(openings.count { $0 == nil } == open, "\(used)")
      #expect(openings.compactMap { $0 }.allSatisfy { $0 == Self.start + 30_000 })
    }
    budget.advance(to: Self.start + 30_000)
    #expect(budget.opening(.entry, isOrder: true) == nil)
  }

  @Test func `orders count for ten seconds and for a day`() {
    var budget = budget()
    for _ in 0..<35 { budget.use(isOrder: true) }
    #expect(budget.opening(.entry, isOrder: true) == Self.start + 10_000)
    #expect(budget.opening(.exit, isOrder: true) == nil)
    // What is no order does not ask.
    #expect(budget.opening(.question, isOrder: false) == nil)
    budget.hear(usage("ORDER-COUNT-1D", 160_000))
    #expect(budget.opening(.exit, isOrder: true) == "2026-01-06T00:00:00.000Z")
  }

  @Test func `headers that are late take nothing back`() {
    var budget = budget()
    for _ in 0..<45 { budget.use(isOrder: true) }
    budget.hear(usage("ORDER-COUNT-10S", 3))
    #expect(budget.opening(.entry, isOrder: true) != nil)
  }

  @Test func `no word of the exchange closes it for more than a week`() {
    for (seconds, until) in [(Int.max, 604_800_000), (Int.min, 0)] as [(Int, Int64)] {
      var budget = budget()
      let isClosed = budget.hear(
        .answered(status: 429, body: [], retryAfter: seconds), at: Self.start)
      #expect(isClosed)
      #expect(budget.opening(.exit, isOrder: true) == Self.start + until)
    }
  }

  @Test func `nothing leaves while the exchange wants to hear nothing`() {
    var budget = budget()
    let ban = ExchangeReply.answered(status: 418, body: [], retryAfter: 120)
    let said1 = budget.hear(ban, at: Self.start)
    #expect(said1)
    for urgency in [RequestBudget.Urgency.entry, .question, .exit] {
      #expect(budget.opening(urgency, isOrder: false) == Self.start + 120_000)
    }
    // A shorter one that comes later does not end it.
    let limited = ExchangeReply.answered(status: 429, body: [], retryAfter: 2)
    let said2 = budget.hear(limited, at: Self.start + 1)
    #expect(said2)
    budget.advance(to: Self.start + 119_999)
    #expect(budget.opening(.exit, isOrder: false) != nil)
    budget.advance(to: Self.start + 120_000)
    #expect(budget.opening(.exit, isOrder: false) == nil)
    let said3 = budget.hear(.nothing, at: Self.start)
    #expect(!said3)
  }

  @Test func `too many orders stop orders alone`() {
    var budget = budget()
    let body = Array(#"{"code":-1015,"msg":"Too many new orders."}"#.utf8)
    let reply = ExchangeReply.answered(status: 429, body: body, retryAfter: nil)
    let said4 = budget.hear(reply, at: Self.start)
    #expect(said4)
    #expect(budget.opening(.exit, isOrder: true) == Self.start + 10_000)
    #expect(budget.opening(.exit, isOrder: false) == nil)
  }
}
