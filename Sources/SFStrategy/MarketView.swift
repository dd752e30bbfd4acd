import SFCore

/// What an exit rule sees at a close: the bar of its symbol and what is known with it.
public struct MarketView: Sendable {
  public let bar: Bar
  /// The close boundary of the bar.
  public let time: Timestamp
  /// Whether a rise, or a fall, of the symbol was signaled.
  public let rises: Bool
  public let falls: Bool
  /// Whether the whole bar moves a peak, and not its close alone.
  public let movesPeakByRange: Bool

  public init(
    bar: Bar, time: Timestamp, rises: Bool = false, falls: Bool = false,
    movesPeakByRange: Bool = false
  ) {
    self.bar = bar
    self.time = time
    self.rises = rises
    self.falls = falls
    self.movesPeakByRange = movesPeakByRange
  }

  /// The price that moves the peak of a position.
  public func best(for direction: Direction) -> Price {
    guard movesPeakByRange else { return bar.close }
    return direction == .long ? bar.high : bar.low
  }
}
