import SFCore

/// Enters at a limit behind the close, which rests for some bars.
///
///     close 100, offset_bps 10: buys at 99.9 or lower, sells at 100.1 or higher
///
/// It fills at an open that is better, else at the limit inside a bar that
/// trades beyond it; it pays the maker's fee and no slippage.
public struct LimitEntry: EntryKind {
  public static let kind = "limit"
  public static let summary = "Enters at a limit that rests, or not at all."
  public static let parameters = [
    Parameter(
      "offset_bps", .ratio, default: "10", "how far behind the close, in hundredths of a percent"),
    Parameter(
      "max_bars", .integer(1...1_000_000), default: "5", "bars of the symbol that it rests"),
  ]

  /// Of the close, 1 is 0.0001.
  public let offsetBps: Ratio
  public let bars: Int

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    offsetBps = arguments.ratio("offset_bps")
    bars = arguments.integer("max_bars")
    guard offsetBps >= .zero, offsetBps < 10_000 else {
      throw ConfigurationError("offset_bps", "must be at least 0 and below 10000, is \(offsetBps)")
    }
  }

  /// A buy down to the tick, a sell up.
  public func limit(_ side: Side, at close: Price, _ lot: Lot) -> Price? {
    let whole = Int128(Ratio.one.units) * 10_000
    let offset = Int128(offsetBps.units)
    let unit = whole * Int128(lot.tick.units)
    let product = Int128(close.units) * (side == .buy ? whole - offset : whole + offset)
    let count = side == .buy ? product / unit : (product + unit - 1) / unit
    return Int64(exactly: count * Int128(lot.tick.units)).map(Price.init(units:))
  }

  public var maxBars: Int? { bars }

  enum CodingKeys: String, CodingKey {
    case offsetBps = "offset_bps"
    case bars = "max_bars"
  }
}
