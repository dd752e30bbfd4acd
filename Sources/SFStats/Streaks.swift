import SFCore

/// How many round trips in a row gained, and how many lost, at the most.
///
/// One that brought nothing ends either streak.
public struct Streaks: Codable, Hashable, Sendable {
  public private(set) var mostWins = 0
  public private(set) var mostLosses = 0
  /// The streak that goes on: wins above zero, losses below.
  private var current = 0

  public init() {}

  /// Takes the pnl of a round trip, net of fees, in the order in which they closed.
  public mutating func update(_ pnl: Price) {
    if pnl > .zero {
      current = max(current, 0) + 1
    } else if pnl < .zero {
      current = min(current, 0) - 1
    } else {
      current = 0
    }
    mostWins = max(mostWins, current)
    mostLosses = max(mostLosses, -current)
  }
}
