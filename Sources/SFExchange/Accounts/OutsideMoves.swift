import SFBinance
import SFCore
import SFWire

/// What happens to accounts and symbols that no order of theirs has caused.
extension SpotExchange {
  /// Money comes, or goes: no more than is free. Gives back what was moved; `nil` for an asset that
  /// no symbol and no account names.
  package mutating func deposit(
    _ amount: AssetAmount, of asset: String, to account: Int, at time: Timestamp
  ) -> AssetAmount? {
    advance(to: time)
    guard let place = ledger.place(of: asset) else { return nil }
    let moved = ledger.deposit(amount, account, place, at: self.time)
    events.append(.balance(account: account, asset: place, delta: moved, time: self.time))
    touched.insert(Touch(account: account, asset: place))
    reportPositions()
    return moved
  }

  /// A symbol is halted, opened, or only canceled in.
  package mutating func set(
    _ status: MarketStatus, of symbol: String, at time: Timestamp
  ) throws(SpotRefusal) {
    advance(to: time)
    markets[try market(symbol)].status = status
  }

  /// The rules of a symbol change; orders that are open stay as they are. Its assets must not.
  package mutating func set(_ rules: SymbolRules, at time: Timestamp) throws(SpotRefusal) {
    advance(to: time)
    let place = try market(rules.symbol)
    let before = markets[place].rules
    guard before.base == rules.base, before.quote == rules.quote else { throw .invalidSymbol }
    markets[place].rules = rules
  }

  package mutating func set(
    canTrade: Bool, of account: Int, at time: Timestamp
  ) {
    advance(to: time)
    ledger.accounts[account].canTrade = canTrade
  }

  /// The exchange itself ends all open orders on a symbol.
  package mutating func expireAll(
    on symbol: String, at time: Timestamp
  ) throws(SpotRefusal) {
    advance(to: time)
    let market = try market(symbol)
    for account in ledger.accounts.indices {
      for order in orders.openOrders(of: account) where order.market == market {
        expire(order.id, .exchangeCanceled)
      }
    }
    reportPositions()
  }

  /// Begins again as a testnet does once a month: no order, no fill, balances as at the start, ids
  /// from 1; the market goes on where it is.
  package mutating func reset(at time: Timestamp) {
    advance(to: time)
    var fresh = SpotExchange(setup)
    fresh.advance(to: self.time)
    for index in markets.indices {
      guard let last = markets[index].last else { continue }
      fresh.take(
        TapePrint(
          time: self.time, price: last, quantity: fresh.markets[index].rules.step,
          isTakerBuy: true), in: index)
    }
    _ = fresh.takeEvents()
    self = fresh
  }
}
