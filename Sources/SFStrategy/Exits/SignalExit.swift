import SFCore

/// Closes a position when the market is seen to turn: a fall for a long one, a rise for a short one.
public struct SignalExit: ExitRule {
  public static let kind = "signal"
  public static let summary = "Closes a position at a signal of the opposite direction."
  public static let parameters = [
    Parameter("direction", .choice(["opposite"]), default: "opposite", "which signals close it")
  ]

  public init() {}

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public mutating func update(
    _ market: MarketView, _ row: Span<Double>, for position: Position
  ) -> ExitReason? {
    let isOpposite = position.direction == .long ? market.falls : market.rises
    return isOpposite ? .signal : nil
  }
}

extension ExitReason {
  public static let signal = Self(rawValue: SignalExit.kind)
}
