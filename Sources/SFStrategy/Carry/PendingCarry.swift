import SFCore

/// What is carried over and the trader does not have yet.
///
/// While it learns it lives through the market as the run before did: a position is there from the
/// mark at which it filled, so that its rules know what they would.
struct PendingCarry: Sendable, Codable {
  let cash: Money
  /// Positions that are not all in the book, in the order in which they were opened.
  private(set) var positions: [CarriedPosition]
  /// Round trips that nobody has been shown, in their order.
  private var roundTrips: [CarriedRoundTrip]
  /// Positions whose rules have not seen the columns that they need.
  var unprepared: Set<String> = []

  init(_ book: CarriedBook) {
    cash = book.cash
    positions = book.positions
    roundTrips = book.roundTrips
  }

  /// The symbols of the positions that are not in the book.
  var symbols: [Symbol] { positions.map(\.entry.symbol) }

  /// Takes out the positions for which `isDone` has done all.
  mutating func remove(where isDone: (inout CarriedPosition) throws(StageError) -> Bool)
    throws(StageError)
  {
    var left: [CarriedPosition] = []
    for var position in positions where try !isDone(&position) { left.append(position) }
    positions = left
  }

  /// Takes out the round trips that were known at a mark.
  mutating func takeRoundTrips(upTo mark: Timestamp, _ markets: Markets) -> [RoundTrip] {
    let count = roundTrips.firstIndex { $0.mark > mark } ?? roundTrips.count
    guard count > 0 else { return [] }
    defer { roundTrips.removeFirst(count) }
    return roundTrips[..<count].map { trip in
      RoundTrip(
        series: markets.series(of: trip.symbol), detector: trip.detector, exitTime: trip.exitTime,
        pnl: trip.pnl, notional: trip.notional)
    }
  }
}
