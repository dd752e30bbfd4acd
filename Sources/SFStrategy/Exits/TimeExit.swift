import SFCore

/// Closes a position at the close of its `max_bars`-th bar.
public struct TimeExit: ExitRule {
  public static let kind = "time"
  public static let summary = "Closes a position after a number of bars."
  public static let parameters = [
    Parameter("max_bars", .integer(1...Int.max), default: "60", "bars of the symbol to hold it")
  ]

  /// Bars of the symbol that the position may live through.
  public let maxBars: Int

  public init(maxBars: Int) { self.maxBars = maxBars }

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    self.init(maxBars: arguments.integer("max_bars"))
  }

  public mutating func update(
    _ market: MarketView, _ row: Span<Double>, for position: Position
  ) -> ExitReason? {
    position.bars >= maxBars ? .time : nil
  }

  enum CodingKeys: String, CodingKey { case maxBars = "max_bars" }
}

extension ExitReason {
  public static let time = Self(rawValue: TimeExit.kind)
}
