import SFCore

/// Bounds the size of each entry.
///
///     max_pct 0.1, equity 10000, an entry of 1500   cut to 1000
public struct PositionRule: RiskRule {
  public static let kind = "position"
  public static let summary = "Bounds the size of each entry."
  public static let parameters = [
    Parameter("max_pct", .ratio, default: "0.1", most: 1, "of the equity"),
    Parameter(
      "max_notional", .amount, default: "none", allowsNone: true, "in quote currency, besides"),
    .cut,
  ]

  public let maxPct: Ratio
  /// `nil` for any.
  public let maxNotional: Price?
  public let cuts: Bool

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    maxPct = try arguments.positiveRatio("max_pct")
    maxNotional = arguments.optionalRatio("max_notional").map { Price(units: $0.units) }
    cuts = arguments.cuts
  }

  public func judge(_ entry: RiskEntry) -> RiskVerdict {
    guard let share = entry.equity.part(maxPct) else { return .no(.data(.outOfRange)) }
    if let most = maxNotional.map({ Money($0) }), most < share {
      return .room(most, .room(.maxNotional))
    }
    return .room(share, .room(.maxPct))
  }

  public func explanation(_ entry: RiskEntry) -> String {
    let bound = maxNotional.map { ", and at most \($0)" } ?? ""
    return "\(Self.kind): \(entry.text(maxPct, besides: .zero))\(bound)"
  }
}
