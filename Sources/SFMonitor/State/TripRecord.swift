import SFCore

/// What came of round trips.
public struct TripRecord: Sendable {
  /// Of one detector.
  public struct Tally: Sendable, Equatable {
    public internal(set) var count = 0
    public internal(set) var won = 0

    /// The share that gained, net of fees; `nil` for none.
    public var hitRate: Double? { count > 0 ? Double(won) / Double(count) : nil }
  }

  public private(set) var total = Tally()
  public private(set) var profit = Money.zero
  public private(set) var byDetector: [String: Tally] = [:]
  /// Whether the last ones gained, the newest last.
  private var outcomes: [Bool] = []

  /// The largest window that is kept.
  public static let longestWindow = 1_000

  init() {}

  mutating func take(_ closing: PositionChange.Closing, of detector: String?) {
    let isWon = closing.pnl > .zero
    profit += Money(closing.pnl)
    total.count += 1
    byDetector[detector ?? "-", default: Tally()].count += 1
    if isWon {
      total.won += 1
      byDetector[detector ?? "-", default: Tally()].won += 1
    }
    // Cut in blocks: to take the first away moves all.
    outcomes.append(isWon)
    if outcomes.count >= 2 * Self.longestWindow {
      outcomes.removeFirst(outcomes.count - Self.longestWindow)
    }
  }

  /// The share of the last `window` round trips that gained; `nil` while there are fewer.
  public func hitRate(last window: Int) -> Double? {
    guard outcomes.count >= window, window > 0 else { return nil }
    return Double(outcomes.suffix(window).count { $0 }) / Double(window)
  }
}
