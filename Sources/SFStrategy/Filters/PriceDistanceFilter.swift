import SFCore

/// Refuses a second entry of a symbol near the price of an open one.
///
/// With an open entry at 100 and pct 0.02, closes above 98 and below 102 refuse;
/// at 98 and at 102 the distance is enough. Exact.
public struct PriceDistanceFilter: EntryFilter {
  public static let kind = "price_distance"
  public static let summary = "Refuses an entry near the price of an open one of the symbol."
  public static let parameters = [
    Parameter(
      "pct", .ratio, default: "0.02", likely: 0.5, "of the open entry's price, the least distance")
  ]

  public let pct: Ratio

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    pct = try arguments.positiveRatio("pct")
  }

  public func answer(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> FilterAnswer {
    let isNear = book.positions.contains { position in
      guard position.series == entry.series, !position.isClosing else { return false }
      let distance = (entry.close.units - position.entryPrice.units).magnitude
      return Int128(distance) * Int128(Ratio.one.units)
        < Int128(position.entryPrice.units) * Int128(pct.units)
    }
    return isNear ? .no(.rule(.tooNear)) : .yes
  }

  public func numbers(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> [NamedNumber] {
    let distances = book.positions.filter { $0.series == entry.series && !$0.isClosing }
      .map { (entry.close.double / $0.entryPrice.double - 1).magnitude }
    return distances.min().map { [NamedNumber("distance", $0)] } ?? []
  }
}
