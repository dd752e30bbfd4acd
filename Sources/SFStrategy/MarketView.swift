import SFCore

/// What an exit rule sees at a close: the bar of its symbol and what is known with it.
public struct MarketView: Sendable {
  public let bar: Bar
  /// The close boundary of the bar.
  public let time: Timestamp
  /// Whether a rise, or a fall, of the symbol was signaled.
  public let rises: Bool
  public let falls: Bool

  public init(bar: Bar, time: Timestamp, rises: Bool = false, falls: Bool = false) {
    self.bar = bar
    self.time = time
    self.rises = rises
    self.falls = falls
  }
}
