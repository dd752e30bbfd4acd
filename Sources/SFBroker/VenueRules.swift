import SFCore

/// What the virtual venue is told.
public struct VenueRules: Hashable, Sendable, Codable {
  public var conditions: TradingConditions
  /// The largest fraction of the volume of its bar that an entry may be; `nil` for any.
  public var maxParticipation: Ratio?
  /// How long an entry may wait for its first bar, in milliseconds; `nil` for any time.
  public var maxWait: Int64?
  /// Whether a market order fills at the best price of the mark at which it was decided, and not at
  /// the open of the next bar.
  public var fillsAtQuotes: Bool

  public init(
    _ conditions: TradingConditions, maxParticipation: Ratio? = nil, maxWait: Int64? = nil,
    fillsAtQuotes: Bool = false
  ) {
    self.conditions = conditions
    self.maxParticipation = maxParticipation
    self.maxWait = maxWait
    self.fillsAtQuotes = fillsAtQuotes
  }
}
