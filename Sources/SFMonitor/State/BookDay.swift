import SFCore

/// What a day brought to the book.
public struct BookDay: Sendable, Equatable {
  /// What there was when it began; `nil` where nobody knows.
  public internal(set) var equityBefore: Price?
  /// The last that was said of it.
  public internal(set) var equity: Price?
  public internal(set) var fills = 0
  public internal(set) var fees = Money.zero
  public internal(set) var shortfall = WatchedShortfall()
  /// Round trips that ended.
  public internal(set) var trips = TripRecord.Tally()
  /// Net of fees.
  public internal(set) var profit = Money.zero
  /// By reason.
  public internal(set) var refusals: [String: Int] = [:]
  public internal(set) var openPositions = 0

  init(equityBefore: Price? = nil) { self.equityBefore = equityBefore }
}
