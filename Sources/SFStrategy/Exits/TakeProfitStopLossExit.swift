import SFCore

/// Closes a position at a fixed gain or a fixed loss.
///
///     long from 100, take_profit_pct 0.03, stop_loss_pct 0.015
///     close   101    102.99    103                 98.5
///             hold   hold      closed: target      closed: stop
///
/// Only closes count; a close at or beyond a level closes. Levels are exact.
public struct TakeProfitStopLossExit: ExitRule {
  public static let kind = "tp_sl"
  public static let summary = "Closes a position at a fixed gain or a fixed loss."
  public static let parameters = [
    Parameter(
      "take_profit_pct", .ratio, default: "0.03", allowsNone: true, likely: 1,
      "the gain to take, a fraction of the entry price"),
    Parameter(
      "stop_loss_pct", .ratio, default: "0.015", allowsNone: true, most: 1, likely: 0.5,
      "the loss to stop at, a fraction of the entry price"),
  ]

  /// The gain to take, as a fraction of the entry price; `nil` for no target.
  public let takeProfitPct: Ratio?

  /// The loss to stop at, as a fraction of the entry price; `nil` for no stop.
  public let stopLossPct: Ratio?

  public init(takeProfitPct: Ratio?, stopLossPct: Ratio?) throws(ConfigurationError) {
    for (name, pct) in [("take_profit_pct", takeProfitPct), ("stop_loss_pct", stopLossPct)] {
      guard let pct, pct <= .zero else { continue }
      throw ConfigurationError(name, "must be greater than 0, is \(pct)")
    }
    guard takeProfitPct != nil || stopLossPct != nil else {
      throw ConfigurationError("tp_sl", "must have a target or a stop, both are none")
    }
    self.takeProfitPct = takeProfitPct
    self.stopLossPct = stopLossPct
  }

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try self.init(
      takeProfitPct: arguments.optionalRatio("take_profit_pct"),
      stopLossPct: arguments.optionalRatio("stop_loss_pct"))
  }

  public static var hasLevels: Bool { true }
  public static var hasFixedLevels: Bool { true }
  public static var targetReason: ExitReason { ExitReason(rawValue: "tp_sl.take_profit") }
  public static var stopReason: ExitReason { ExitReason(rawValue: "tp_sl.stop_loss") }

  public func levels(for position: Position) -> ExitLevels {
    ExitLevels(
      target: takeProfitPct.map { Level(position.entryPrice, gaining: $0, position.direction) },
      stop: stopLossPct.map {
        Level(position.entryPrice, gaining: Ratio(units: -$0.units), position.direction)
      })
  }

  enum CodingKeys: String, CodingKey {
    case takeProfitPct = "take_profit_pct"
    case stopLossPct = "stop_loss_pct"
  }
}
