/// Which way a position gains.
public enum Direction: String, Sendable, Codable, CaseIterable {
  case long, short

  /// +1 for long, −1 for short.
  @inlinable public var sign: Int64 { self == .long ? 1 : -1 }

  /// The side of the order that opens such a position.
  public var entrySide: Side { self == .long ? .buy : .sell }
  public var exitSide: Side { self == .long ? .sell : .buy }
}

/// The side of an order.
public enum Side: String, Sendable, Codable, CaseIterable {
  case buy, sell
}

/// Where a detector sees the market go.
public enum SignalDirection: String, Sendable, Codable, CaseIterable {
  case rise, fall
}

public enum OrderKind: String, Sendable, Codable, CaseIterable {
  case market, limit, stop
  case takeProfit = "take_profit"
}

/// Whether an order opens or closes a position.
public enum Intent: String, Sendable, Codable, CaseIterable {
  case enter, exit
}

public enum Liquidity: String, Sendable, Codable, CaseIterable {
  case taker, maker
}

public enum PositionStatus: String, Sendable, Codable, CaseIterable {
  case open, closed
}
