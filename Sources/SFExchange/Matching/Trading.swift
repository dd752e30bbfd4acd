import SFCore

extension SpotExchange {
  /// Trades between who came and who stood there; `nil` for those who are no accounts.
  mutating func trade(
    _ market: Int, _ price: Price, _ quantity: Quantity, taker: (side: Side, order: Int64?),
    maker: Int64?
  ) {
    let print = markets[market].record(
      TapePrint(
        time: time, price: price, quantity: quantity, isTakerBuy: taker.side == .buy))
    markets[market].bookUpdate += 1
    move(
      print, in: market, buyer: taker.side == .buy ? taker.order : maker,
      seller: taker.side == .buy ? maker : taker.order)
    if let maker { book(print, maker, .maker) }
    if let order = taker.order { book(print, order, .taker) }
  }

  /// Moves what was traded. What an account cannot hold any more goes to the house, as all that
  /// those bring and take who are no accounts.
  private mutating func move(
    _ print: SpotPrint, in market: Int, buyer: Int64?, seller: Int64?
  ) {
    let (base, quote) = (markets[market].base, markets[market].quote)
    hand(AssetAmount(print.print.quantity), base, from: seller, to: buyer)
    hand(print.quote, quote, from: buyer, to: seller)
  }

  private mutating func hand(_ amount: AssetAmount, _ asset: Int, from: Int64?, to: Int64?) {
    if let from, let account = orders[from]?.account {
      ledger.pay(amount, account, asset, at: time)
      orders.change(from) { $0.locked -= amount }
    } else {
      ledger.moveHouse(amount, asset, isIn: false)
    }
    var taken = AssetAmount.zero
    if let to, let account = orders[to]?.account {
      taken = min(amount, .most - ledger.balance(account, asset).total)
      ledger.receive(taken, account, asset, at: time)
    }
    ledger.moveHouse(amount - taken, asset, isIn: true)
  }

  /// Books a fill of an order: what it has filled, what it paid for it, and who is told.
  private mutating func book(_ print: SpotPrint, _ id: Int64, _ liquidity: Liquidity) {
    guard let before = orders[id] else { preconditionFailure("an open order is kept") }
    if before.executed == .zero { usage[before.account].giveBack(for: liquidity) }
    let fee = charge(print, before, liquidity)
    let fill = ExecutionReport.Fill(
      tradeID: print.id, price: print.print.price, quantity: print.print.quantity,
      quote: print.quote, commission: fee.amount, commissionAsset: ledger.assets[fee.asset],
      isMaker: liquidity == .maker)
    if before.remaining == print.print.quantity, liquidity == .maker, let price = before.price {
      markets[before.market].leave(before, from: price)
    }
    let time = time
    orders.change(id) {
      $0.executed += print.print.quantity
      $0.executedQuote += print.quote
      $0.updated = time
      $0.status = $0.remaining == .zero ? .filled : .partiallyFilled
    }
    releaseImprovement(id)
    touch(before)
    fills[before.account].append(
      AccountFill(
        market: before.market, orderID: id, isBuyer: before.side == .buy, time: time, fill: fill))
    guard let order = orders[id] else { preconditionFailure("an order is kept") }
    report(.trade, order, fill: fill)
    guard liquidity == .taker else { return }
    fillsOfTaker.append(
      SpotFill(
        tradeID: print.id, price: print.print.price, quantity: print.print.quantity,
        commission: fee.amount, commissionAsset: fill.commissionAsset))
  }

  /// A fill that was cheaper than the limit frees what it did not need; the last one frees all.
  private mutating func releaseImprovement(_ id: Int64) {
    guard let order = orders[id] else { return }
    if order.remaining == .zero {
      lock(.zero, id)
    } else if order.price != nil {
      lock(order.costOfRest ?? .zero, id)
    }
  }

  /// Charges the commission of a fill: in BNB where the account does so and has enough, else in
  /// what it received.
  private mutating func charge(
    _ print: SpotPrint, _ order: SpotOrder, _ liquidity: Liquidity
  ) -> (amount: AssetAmount, asset: Int) {
    let account = ledger.accounts[order.account]
    let rate = account.rate(liquidity)
    if let discount = account.discount,
      let fee = inBNB(
        print.quote.share(rate).share(Ratio(units: Ratio.one.units - discount.units)),
        of: markets[order.market].quote),
      fee.amount <= account.balances[fee.asset].free
    {
      ledger.chargeFee(fee.amount, order.account, fee.asset, at: time)
      touched.insert(Touch(account: order.account, asset: fee.asset))
      return fee
    }
    let market = markets[order.market]
    let (asset, received) =
      order.side == .buy
      ? (market.base, AssetAmount(print.print.quantity)) : (market.quote, print.quote)
    // Who could not hold what it received has it not to pay with.
    let amount = min(received.share(rate), account.balances[asset].free)
    ledger.chargeFee(amount, order.account, asset, at: time)
    return (amount, asset)
  }

  /// An amount of a quote asset in BNB at the last price; `nil` where the two are not traded, or
  /// were not yet.
  private func inBNB(
    _ amount: AssetAmount, of quote: Int
  ) -> (amount: AssetAmount, asset: Int)? {
    guard let asset = ledger.place(of: "BNB") else { return nil }
    if asset == quote { return (amount, asset) }
    guard let market = markets.first(where: { $0.base == asset && $0.quote == quote }),
      let last = market.last
    else { return nil }
    return (AssetAmount(Quantity.affordable(amount, at: last)), asset)
  }
}
