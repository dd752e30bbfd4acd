import SFCore

/// A market that was recorded event by event.
package struct EventTape: MarketTape {
  private let events: [MarketEvent]
  private let shift: Int64
  private var place = 0

  /// Events in order of time; all times are moved by `shift` milliseconds.
  package init(_ events: [MarketEvent], shift: Int64 = 0) {
    precondition(zip(events, events.dropFirst()).allSatisfy { $0.time <= $1.time })
    self.events = events
    self.shift = shift
  }

  package mutating func next() -> MarketEvent? {
    guard place < events.count else { return nil }
    defer { place += 1 }
    return events[place].moved(by: shift)
  }
}

extension MarketEvent {
  fileprivate func moved(by shift: Int64) -> MarketEvent {
    switch self {
    case .traded(let print, let market):
      .traded(
        TapePrint(
          time: print.time + shift, price: print.price, quantity: print.quantity,
          isTakerBuy: print.isTakerBuy), market: market)
    case .quote(let bid, let ask, let market, let time):
      .quote(bid: bid, ask: ask, market: market, time: time + shift)
    }
  }
}
