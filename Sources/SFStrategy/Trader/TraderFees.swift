import SFCore

/// Fees, in whatever they were paid.
extension Trader {
  /// A fill as the book takes it.
  ///
  /// A fee in the asset that was traded makes the position smaller. One in a third asset is paid in
  /// quote currency, at the last close of that asset: what it is worth must be known.
  func booked(_ fill: Fill, _ series: SeriesIndex) throws(StageError) -> BookedFill {
    guard (fill.price * fill.quantity).isInRange else { throw .outOfRange("the fill \(fill.id)") }
    var fee = Money(fill.fee)
    var assetFee = Quantity.zero
    if let asset = fill.feeAsset {
      if isBase(asset, of: fill.symbol, series) {
        (fee, assetFee) = (.zero, Quantity(units: fill.fee.units))
      } else {
        fee = try worth(fill.fee, of: asset, fill)
      }
    }
    return BookedFill(
      side: fill.side, price: fill.price, quantity: fill.quantity, time: fill.at, fee: fee,
      assetFee: assetFee)
  }

  /// Whether an asset is what a symbol trades; by the start of its name where the quote currency is
  /// not known.
  private func isBase(_ asset: String, of symbol: Symbol, _ series: SeriesIndex) -> Bool {
    guard let quote = markets.lot(of: series).quote else { return symbol.text.hasPrefix(asset) }
    return symbol.text == asset + quote
  }

  /// An amount of a third asset in the quote currency of the fill's symbol.
  private func worth(_ amount: Price, of asset: String, _ fill: Fill) throws(StageError) -> Money {
    let market = markets.symbols.first {
      $0.text.hasPrefix(asset) && fill.symbol.text.hasSuffix($0.text.dropFirst(asset.count))
    }
    guard let market, let series = markets.series(of: market), markets.closes[series] > .zero
    else {
      throw StageError(
        .badData,
        "found the fee of \(fill.id) in \(asset), expected an asset whose price the "
          + "market shows")
    }
    return markets.closes[series] * Quantity(units: amount.units)
  }
}
