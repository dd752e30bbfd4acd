/// What trading costs: slippage on the price, a fee on the notional.
public struct Costs: Hashable, Sendable, Codable {
  /// The fraction of the price by which a market order fills against the trader.
  public let slippage: Ratio
  /// The fraction of notional that a limit order pays that rested.
  public let makerFee: Ratio
  /// The fraction of notional that every other order pays.
  public let takerFee: Ratio

  public init(slippage: Ratio, makerFee: Ratio, takerFee: Ratio) throws(ConfigurationError) {
    for (name, ratio) in [("--slippage", slippage), ("--fee", makerFee), ("--fee", takerFee)] {
      guard ratio >= .zero, ratio < .one else {
        throw ConfigurationError(name, "must be at least 0 and less than 1, is \(ratio)")
      }
    }
    self.slippage = slippage
    self.makerFee = makerFee
    self.takerFee = takerFee
  }

  /// The price of a market fill: the reference moved by the slippage, rounded to the tick of the
  /// lot, both against the trader. `nil` when it is out of range.
  public func marketPrice(_ side: Side, at reference: Price, _ lot: Lot = .finest) -> Price? {
    if slippage == .zero, lot.tick.units == 1 { return reference }
    return marketPrice(side, at: Level(reference), lot)
  }

  /// The price of a market fill at a level, which may be finer than prices are.
  public func marketPrice(_ side: Side, at level: Level, _ lot: Lot = .finest) -> Price? {
    lot.price(side, at: level, slippage: slippage)
  }

  /// The fee on a notional, up to the next 10⁻⁸. `nil` when it is out of range.
  public func fee(on notional: Money, _ liquidity: Liquidity) -> Price? {
    let rate = liquidity == .maker ? makerFee : takerFee
    let (product, overflow) = notional.units.multipliedReportingOverflow(by: Int128(rate.units))
    guard !overflow else { return nil }
    let unit: Int128 = 10_000_000_000_000_000
    return Int64(exactly: (product + unit - 1) / unit).map(Price.init(units:))
  }

  /// The fee of an exit, which is a market order: the same, but never more than the notional, since
  /// selling what is worth less than 10⁻⁸ must not cost money that is not there.
  public func exitFee(on notional: Money) -> Price? {
    guard let fee = fee(on: notional, .taker) else { return nil }
    let whole = notional.units / 100_000_000
    return whole < Int128(fee.units) ? Price(units: Int64(whole)) : fee
  }

  /// What an entry takes out of free cash; `nil` when it is out of range.
  ///
  /// A buy takes its notional and fee. A short brings its notional and locks
  /// twice that at `reference`, so that it takes about as much as a buy.
  public func need(
    _ direction: Direction, _ quantity: Quantity, at price: Price, lockedAt reference: Price,
    _ liquidity: Liquidity = .taker
  ) -> Money? {
    let notional = price * quantity
    let locked = reference * quantity
    guard notional.isInRange, locked.isInRange, let fee = fee(on: notional, liquidity) else {
      return nil
    }
    return switch direction {
    case .long: notional + Money(fee)
    case .short: locked + locked - notional + Money(fee)
    }
  }

  /// The largest quantity up to `wanted` that free cash can pay.
  public func affordable(
    _ direction: Direction, upTo wanted: Quantity, at price: Price, lockedAt reference: Price,
    _ liquidity: Liquidity = .taker, freeCash: Money
  ) -> Quantity {
    func isAffordable(_ units: Int64) -> Bool {
      guard
        let need = need(
          direction, Quantity(units: units), at: price, lockedAt: reference, liquidity)
      else { return false }
      return need <= freeCash
    }
    if isAffordable(wanted.units) { return wanted }
    guard freeCash > .zero else { return .zero }
    // What is needed grows with the quantity, so the largest is found by halving.
    var (low, high) = (Int64(0), wanted.units)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if isAffordable(middle) { low = middle } else { high = middle }
    }
    return Quantity(units: low)
  }
}
