import SFCore

/// The share of round trips that gained after fees.
public struct WinRate: Codable, Hashable, Sendable {
  public private(set) var count = 0
  public private(set) var wins = 0

  public init() {}

  /// Takes the pnl of a round trip, net of fees; nothing gained is no win.
  public mutating func update(_ pnl: Price) {
    count += 1
    if pnl > .zero { wins += 1 }
  }

  /// 0 to 1; `nil` without a round trip.
  public var value: Double? { count > 0 ? Double(wins) / Double(count) : nil }
}
