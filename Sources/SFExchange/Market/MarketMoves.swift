import SFCore

/// What the market around the accounts does.
extension SpotExchange {
  /// Somebody traded with somebody: orders that stand better than the price trade first, those at
  /// the price behind who stood there before them; then the book is laid around it.
  package mutating func take(_ print: TapePrint, in market: Int) {
    advance(to: print.time)
    let left = meetOrders(print, in: market)
    if left > .zero {
      trade(
        market, print.price, left, taker: (print.isTakerBuy ? .buy : .sell, nil), maker: nil)
    }
    markets[market].ambient.lay(around: print, markets[market].shape, markets[market].rules)
    cross(in: market)
    settleMarket(market)
  }

  /// Somebody bids and asks: the book is laid anew. A bid at or above the ask is no market.
  package mutating func take(
    bid: AmbientBook.Level, ask: AmbientBook.Level, in market: Int, at time: Timestamp
  ) {
    advance(to: time)
    guard bid.price < ask.price else { return }
    markets[market].ambient.lay(
      bid: bid, ask: ask, markets[market].shape, markets[market].rules)
    cross(in: market)
    settleMarket(market)
  }

  /// Fills orders with a print as its maker; gives back what is left of it for others.
  private mutating func meetOrders(_ print: TapePrint, in market: Int) -> Quantity {
    let side: Side = print.isTakerBuy ? .sell : .buy
    var left = print.quantity
    while left > .zero, let entry = markets[market].queue(side).best,
      let order = orders[entry.id],
      entry.price == print.price
        || markets[market].queue(side).isBetter(entry.price, than: print.price)
    {
      if entry.price == print.price, order.ahead > .zero {
        let others = min(order.ahead, left)
        meetAmbient(side, print.price, others, in: market)
        trade(market, print.price, others, taker: (side.opposite, nil), maker: nil)
        left -= others
        continue
      }
      let quantity = min(left, order.remaining)
      trade(market, entry.price, quantity, taker: (side.opposite, nil), maker: order.id)
      left -= quantity
    }
    return left
  }

  /// Who bids and asks around the accounts trades with orders that the new book would cross.
  private mutating func cross(in market: Int) {
    markets[market].bookUpdate += 1
    for side in [Side.buy, .sell] {
      while let entry = markets[market].queue(side).best, let order = orders[entry.id],
        let level = markets[market].ambient.levels(side.opposite).first,
        !markets[market].queue(side).isBetter(level.price, than: entry.price)
      {
        let quantity = min(level.quantity, order.remaining)
        markets[market].ambient.take(quantity, side.opposite, at: level.price)
        trade(market, entry.price, quantity, taker: (side.opposite, nil), maker: order.id)
      }
    }
  }
}
