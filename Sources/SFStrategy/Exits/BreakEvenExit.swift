import SFCore

/// Closes a position that has been in profit before it can become a loss.
///
/// The rule arms once a close has gained `trigger_pct`. From then on it closes
/// the position at the first close that leaves `buffer_pct` or less:
///
///     long from 100, trigger_pct 0.02, buffer_pct 0.001
///     close   101    102.5    101    100.05
///             wait   armed    hold   closed: no more than 0.1 % is left
///
/// Until it arms the rule does nothing; another rule must bound the loss.
public struct BreakEvenExit: ExitRule {
  public static let kind = "break_even"
  public static let summary = "Closes a position that gave back its profit."
  public static let parameters = [
    Parameter(
      "trigger_pct", .ratio, default: "0.01", likely: 1, "the gain that arms it, of the entry price"
    ),
    Parameter(
      "buffer_pct", .ratio, default: "0.001", likely: 1, "the gain to keep, of the entry price"),
  ]

  /// The gain that arms the rule, as a fraction of the entry price.
  public let triggerPct: Ratio

  /// The gain to keep, as a fraction of the entry price: enough to pay the fees.
  public let bufferPct: Ratio

  /// The time of the bar that armed the rule; `nil` until then.
  public private(set) var armedAt: Timestamp?

  public init(triggerPct: Ratio, bufferPct: Ratio) throws(ConfigurationError) {
    guard bufferPct >= .zero else {
      throw ConfigurationError("buffer_pct", "must not be negative, is \(bufferPct)")
    }
    guard triggerPct > bufferPct else {
      throw ConfigurationError(
        "trigger_pct", "must exceed buffer_pct (\(bufferPct)), is \(triggerPct)")
    }
    self.triggerPct = triggerPct
    self.bufferPct = bufferPct
  }

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try self.init(
      triggerPct: arguments.ratio("trigger_pct"), bufferPct: arguments.ratio("buffer_pct"))
  }

  public static var hasLevels: Bool { true }

  // Only closes arm it: whether a bar's high came before its low is unknown, and a rule armed by
  // the one must not close on the other.
  public mutating func learn(_ market: MarketView, _ row: Span<Double>, for position: Position) {
    guard armedAt == nil, position.hasGained(triggerPct, at: market.bar.close) else { return }
    armedAt = market.time
  }

  public func levels(for position: Position) -> ExitLevels {
    guard armedAt != nil else { return ExitLevels() }
    return ExitLevels(stop: Level(position.entryPrice, gaining: bufferPct, position.direction))
  }

  public var memory: [(name: String, value: Double?)] { [("armed", armedAt == nil ? 0 : 1)] }

  enum CodingKeys: String, CodingKey {
    case triggerPct = "trigger_pct"
    case bufferPct = "buffer_pct"
    case armedAt = "armed_at"
  }
}
