import SFCore

/// What a run left that has stopped, for the run that goes on with it: cash, open positions, and
/// what is remembered of round trips.
///
/// Its lines are all that is asked of it. Cash is that of its fills, to the last digit.
public struct CarriedBook: Sendable, Codable, Equatable {
  public internal(set) var cash: Money
  /// What it was worth at its last mark.
  public internal(set) var equity: Price
  /// The highest that it was worth.
  public internal(set) var highWater: Price
  /// Its last mark; `nil` when it had none.
  public internal(set) var lastMark: Timestamp?
  /// In the order in which they were opened.
  public internal(set) var positions: [CarriedPosition] = []
  /// In the order in which they were closed.
  public internal(set) var roundTrips: [CarriedRoundTrip] = []

  init(capital: Price) {
    cash = Money(capital)
    equity = capital
    highWater = capital
  }
}

/// A position that is carried over: the order that opened it, and all that filled.
public struct CarriedPosition: Sendable, Codable, Equatable {
  /// A fill, and the mark at which it became known.
  struct Filled: Sendable, Codable, Equatable {
    let fill: Fill
    let mark: Timestamp
  }

  public let entry: Order
  /// The mark at which the entry was decided.
  public let decided: Timestamp
  /// Of the entry, and of exits that have sold a part.
  var fills: [Filled]

  public var id: String { entry.position }
}

/// A round trip that is remembered, and the mark at which it was known.
public struct CarriedRoundTrip: Sendable, Codable, Equatable {
  let symbol: Symbol
  let detector: String?
  let exitTime: Timestamp
  let pnl: Price
  let notional: Money
  let mark: Timestamp
}
