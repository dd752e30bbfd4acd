import SFBroker
import SFCore
import Testing

/// What is done about an order, by what is heard of it: lines of an event at a second, and the action.
@Suite struct OrderLifeTests {
  private static let start: Timestamp = "2026-01-05T09:30:00.000Z"

  private func life(_ intent: Intent) -> OrderLife {
    OrderLife(
      Order(
        id: "o", symbol: "A", side: intent == .enter ? .buy : .sell, quantity: 10, position: "p",
        intent: intent, reason: "r", reference: 100))
  }

  private func event(_ words: [Substring]) throws -> OrderEvent {
    func quantity(_ place: Int) throws -> Quantity { try #require(Quantity(words[place])) }
    switch words[0] {
    case "committed": return .committed
    case "accepted": return .accepted
    case "fill":
      return .filled(
        id: String(words[1]), try quantity(2),
        attempt: words.count > 3 ? try #require(Int(words[3])) : 1)
    case "rejected": return .rejected(.rule(.lotSize))
    case "lost": return .lost
    case "found":
      return .found(
        try #require(OrderState(rawValue: String(words[1]))), filled: try quantity(2),
        attempt: words.count > 3 ? try #require(Int(words[3])) : 1)
    case "missing": return .notFound(isSeen: false)
    case "seen": return .notFound(isSeen: true)
    case "dust": return .givenUp(.market(.dust))
    case "due": return .due
    default: return .ended(try #require(OrderState(rawValue: String(words[0]))))
    }
  }

  private func text(_ action: OrderAction) -> String {
    switch action {
    case .wait: "wait"
    case .waitUntil(let time): "until \(Double(time - Self.start) / 1_000)"
    case .send(let attempt, let quantity): "send \(attempt) \(quantity)"
    case .query: "query"
    case .done: "done"
    }
  }

  /// `SECONDS EVENT > ACTION` a line; behind them the state and what has filled.
  private func run(_ intent: Intent, _ script: String) throws {
    var life = life(intent)
    var lines = script.split(separator: "\n").map { $0.split(separator: " ") }
    let last = lines.removeLast()
    for line in lines {
      let sign = try #require(line.firstIndex(of: ">"))
      let seconds = try #require(Double(line[0]))
      let action = life.take(
        try event(Array(line[1..<sign])), at: Self.start + Int64(seconds * 1_000))
      #expect(
        text(action) == line[(sign + 1)...].joined(separator: " "), "\(line.joined(separator: " "))"
      )
    }
    #expect("\(life.state.rawValue) \(life.filled)" == last.joined(separator: " "))
  }

  @Test(arguments: [
    """
    0 committed > send 1 10.0
    0.1 accepted > wait
    1 fill a 4 > wait
    1 fill a 4 > wait
    2 fill b 6 > done
    filled 10.0
    """,
    // Its end and its fills are two things, and may come in any order.
    """
    0 committed > send 1 10.0
    1 expired > done
    2 fill a 4 > done
    expired 4.0
    """,
    """
    0 committed > send 1 10.0
    1 rejected > done
    2 due > done
    refused 0.0
    """,
    // No answer, and found when it was asked for.
    """
    0 committed > send 1 10.0
    1 lost > until 1.5
    1.5 due > query
    1.6 found partly_filled 4 > wait
    2 fill a 4 > wait
    3 fill b 6 > done
    filled 10.0
    """,
    // Before the fence "not found" proves nothing, and nothing behind it while somebody has seen it.
    """
    0 committed > send 1 10.0
    1 lost > until 1.5
    1.5 due > query
    1.5 missing > until 2.5
    2.5 missing > until 4.5
    4.5 missing > until 8.5
    8.5 missing > until 16.5
    16.5 missing > until 20.0
    20 missing > until 22.0
    22 seen > until 24.0
    24 missing > until 26.0
    26 missing > until 28.0
    28 missing > done
    never_accepted 0.0
    """,
  ])
  func `an entry is sent once`(script: String) throws { try run(.enter, script) }

  @Test(arguments: [
    // What is left of it is sent again, each time a little later.
    """
    0 committed > send 1 10.0
    1 fill a 4 > wait
    1 expired > until 2.0
    2 due > send 2 6.0
    2 rejected > until 4.0
    4 due > send 3 6.0
    5 fill b 6 3 > done
    filled 10.0
    """,
    // What is sold in parts waits no longer for each.
    """
    0 committed > send 1 10.0
    1 found filled 4 > until 2.0
    2 due > send 2 6.0
    3 found filled 4 2 > until 4.0
    4 due > send 3 2.0
    5 found filled 2 3 > done
    filled 10.0
    """,
    // A fill that was not heard of is none that can be sold once more.
    """
    0 committed > send 1 10.0
    1 lost > until 1.5
    1.5 due > query
    2 found expired 4 > until 3.0
    3 due > send 2 6.0
    3 fill a 4 1 > wait
    4 fill b 6 2 > done
    filled 10.0
    """,
    // A fill that is heard of late is no reason to wait for an order that has ended.
    """
    0 committed > send 1 10.0
    1 found expired 4 > until 2.0
    1.2 fill a 4 1 > wait
    1.4 found working 4 1 > wait
    2 due > send 2 6.0
    2.5 found expired 4 1 > wait
    3 found filled 6 2 > done
    3 fill b 6 2 > done
    filled 10.0
    """,
    // A fill is no end: who has lost the answer goes on asking.
    """
    0 committed > send 1 10.0
    1 lost > until 1.5
    1.2 fill a 4 1 > wait
    1.5 due > query
    1.6 found expired 4 1 > until 2.6
    2.6 due > send 2 6.0
    2.7 rejected > until 4.7
    2.8 lost > wait
    4.7 dust > done
    filled 4.0
    """,
    // Nobody has to wait long behind the fence for what has never arrived.
    """
    0 committed > send 1 10.0
    0 lost > until 0.5
    0.5 missing > until 1.5
    1.5 missing > until 3.5
    3.5 missing > until 7.5
    7.5 missing > until 15.5
    15.5 missing > until 20.0
    20 missing > until 22.0
    22 missing > until 24.0
    24 missing > send 2 10.0
    25 fill a 10 2 > done
    filled 10.0
    """,
    // Never accepted: it goes again under another name.
    """
    0 committed > send 1 10.0
    0 lost > until 0.5
    30 missing > until 31.0
    31 missing > until 33.0
    33 missing > send 2 10.0
    35 fill a 10 2 > done
    filled 10.0
    """,
  ])
  func `an exit persists`(script: String) throws { try run(.exit, script) }

  @Test func `pauses grow to a minute, and no further`() throws {
    var life = life(.exit)
    _ = life.take(.committed, at: Self.start)
    var pauses: [Int64] = []
    var time = Self.start
    for _ in 0..<9 {
      guard case .waitUntil(let next) = life.take(.rejected(.rule(.lotSize)), at: time) else {
        Issue.record("it gave up")
        return
      }
      pauses.append((next - time) / 1_000)
      time = next
      #expect(text(life.take(.due, at: time)).hasPrefix("send"))
    }
    #expect(pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60])
  }
}
