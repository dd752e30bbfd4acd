import SFCore

/// Risks the same fraction of equity at the stop of every entry.
///
/// The stop is `sl_atr_mult` × ATR away, rounded to the nearest 10⁻⁸ as in the
/// exits; a position of E · risk_pct / (distance / close) loses E · risk_pct there.
///
///     E 10 000, risk_pct 0.01, close 100, ATR 2, sl_atr_mult 1.5
///     distance 3      notional 10 000 · 0.01 / 0.03 = 3 333.33333333
///
/// It sizes only: an exit with the same stop must be given too.
public struct ATRRiskSizer: Sizer {
  public static let kind = "atr_risk"
  public static let summary = "Risks the same fraction of equity at a stop that follows the ATR."
  public static let parameters = [
    Parameter(
      "risk_pct", .ratio, default: "0.01", most: 1, likely: 0.2, "of equity, lost at the stop"),
    Parameter("sl_atr_mult", .ratio, default: "1.5", "distance of the stop, in ATR"),
    Parameter("atr", .column, default: "atr_14", "a column in units of price"),
  ]

  public let riskPct: Ratio
  public let slATRMult: Ratio
  public let atr: String
  private var position: Int?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    riskPct = try arguments.positiveRatio("risk_pct")
    slATRMult = try arguments.positiveRatio("sl_atr_mult")
    atr = arguments.name("atr")
  }

  public var needs: [ColumnNeed] { [ColumnNeed(atr, .price)] }
  public mutating func bind(_ positions: [Int]) { position = positions.first }

  public func notional(
    _ context: SizingContext, _ row: Span<Double>
  ) throws(NoSize) -> Price {
    guard let position, !row[position].isNaN else { throw .missing(atr) }
    guard let distance = Price(rounding: slATRMult.double * row[position]) else {
      throw .outOfRange
    }
    guard distance > .zero else { throw .zero(atr) }
    return try context.part(riskPct.double / (distance.double / context.close.double))
  }

  public func numbers(_ context: SizingContext, _ row: Span<Double>) -> [NamedNumber] {
    [NamedNumber(atr, position.map { row[$0] })]
  }
}
