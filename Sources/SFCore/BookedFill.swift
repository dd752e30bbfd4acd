/// A fill as the book takes it: what was traded, and what it cost beside its price.
public struct BookedFill: Hashable, Sendable {
  public let side: Side
  public let price: Price
  public let quantity: Quantity
  /// When it happened.
  public let time: Timestamp
  /// The fee that cash pays.
  public let fee: Money
  /// The fee that is taken in the asset itself.
  public let assetFee: Quantity

  public init(
    side: Side, price: Price, quantity: Quantity, time: Timestamp, fee: Money = .zero,
    assetFee: Quantity = .zero
  ) {
    self.side = side
    self.price = price
    self.quantity = quantity
    self.time = time
    self.fee = fee
    self.assetFee = assetFee
  }

  /// What comes into the account, or goes out of it: a fee in the asset makes the one less, the
  /// other more; `nil` when it is out of range.
  public var moved: Quantity? {
    let fee = side == .buy ? -assetFee.units : assetFee.units
    let (units, overflow) = quantity.units.addingReportingOverflow(fee)
    return overflow || units < 0 ? nil : Quantity(units: units)
  }
}

// MARK: - Fees, in whatever they were paid

extension Markets {
  /// A fill as the book takes it.
  ///
  /// A fee in the asset that was traded makes the position smaller. One in a third asset is paid in
  /// quote currency, at the last close of that asset: what it is worth must be known.
  public func booked(_ fill: Fill, _ series: SeriesIndex) throws(StageError) -> BookedFill {
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
    guard let quote = lot(of: series).quote else { return symbol.text.hasPrefix(asset) }
    return symbol.text == asset + quote
  }

  /// An amount of a third asset in the quote currency of the fill's symbol.
  private func worth(_ amount: Price, of asset: String, _ fill: Fill) throws(StageError) -> Money {
    let market = symbols.first {
      $0.text.hasPrefix(asset) && fill.symbol.text.hasSuffix($0.text.dropFirst(asset.count))
    }
    guard let market, let series = self.series(of: market), closes[series] > .zero
    else {
      throw StageError(
        .badData,
        "found the fee of \(fill.id) in \(asset), expected an asset whose price the "
          + "market shows")
    }
    return closes[series] * Quantity(units: amount.units)
  }
}
