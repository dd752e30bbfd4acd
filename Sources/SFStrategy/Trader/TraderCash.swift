import SFCore

/// What is spoken for.
extension Trader {
  /// Free cash as if every order that waits had been done at the last close, or at its limit; `nil`
  /// when it is out of range.
  var freeCashAfterOrders: Money? {
    var free = book.cash
    for position in book.positions {
      let close = markets.closes[position.series]
      if position.isClosing {
        let lot = markets.lot(of: position.series)
        guard
          let price = rules.conditions.costs.marketPrice(
            position.direction.exitSide, at: close, lot),
          let fee = rules.conditions.costs.exitFee(on: price * position.quantity)
        else { return nil }
        free += position.value(at: price) - Money(fee)
      } else if position.direction == .short {
        let notional = close * position.quantity
        free -= notional + notional
      }
    }
    for entry in book.entries {
      guard let terms = terms(entry.direction, entry.order.price, entry.series),
        let need = rules.conditions.costs.need(
          entry.direction, entry.open, at: terms.price, lockedAt: terms.reference,
          terms.liquidity)
      else { return nil }
      free -= need
    }
    return free
  }

  /// At what an entry is expected to fill, as far as it is known at its decision.
  struct Terms {
    let price: Price
    /// What a short locks its money at.
    let reference: Price
    let liquidity: Liquidity
  }

  /// The terms of a limit, or of a market order at the last close; `nil` when they are out of range.
  func terms(_ direction: Direction, _ limit: Price?, _ series: SeriesIndex) -> Terms? {
    if let limit { return Terms(price: limit, reference: limit, liquidity: .maker) }
    let (close, lot) = (markets.closes[series], markets.lot(of: series))
    guard let price = rules.conditions.costs.marketPrice(direction.entrySide, at: close, lot) else {
      return nil
    }
    return Terms(price: price, reference: close, liquidity: .taker)
  }

  /// The limit of an entry that is being decided; `nil` for a market order.
  func limit(_ direction: Direction, _ series: SeriesIndex) -> Price? {
    rules.entryKind.content.limit(
      direction.entrySide, at: markets.closes[series], markets.lot(of: series))
  }
}
