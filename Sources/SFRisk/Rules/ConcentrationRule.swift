import SFCore

/// Bounds what one symbol may be of the whole: what is held and does not close, what waits, and the
/// entry.
public struct ConcentrationRule: RiskRule {
  public static let kind = "concentration"
  public static let summary = "Bounds what one symbol may be of the equity."
  public static let parameters = [
    Parameter("max_pct", .ratio, default: "0.25", most: 1, "of the equity"), .cut,
  ]

  public let maxPct: Ratio
  public let cuts: Bool

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    maxPct = try arguments.positiveRatio("max_pct")
    cuts = arguments.cuts
  }

  private func used(_ entry: RiskEntry) -> Money? {
    entry.book.notional(at: entry.market.closes) { $0 == entry.series }
  }

  public func judge(_ entry: RiskEntry) -> RiskVerdict {
    entry.room(maxPct, besides: used(entry), .room(.maxPct))
  }

  public func explanation(_ entry: RiskEntry) -> String {
    "\(Self.kind): \(entry.text(maxPct, besides: used(entry)))"
  }
}
