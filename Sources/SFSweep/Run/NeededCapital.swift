import SFCore

/// The capital that a run needed to trade all that it traded: the most money that was at work at one
/// time, in whole entries of an unlimited trial.
///
///     capital 10⁹     buys of 1000 and 1000      free cash 10⁹ − 2000
///     needed  2000    equity, cash               less 10⁹ − 2000 at every mark
///
/// With it no order would have been reduced. A short needs what it is worth, as an entry of the other
/// side does.
struct NeededCapital {
  /// What the run had.
  let had: Price
  let needed: Price

  /// `nil` for a run that had no more than it needed, or does not say what it had.
  init?(of record: RunRecord) {
    guard let had = record.header.capital else { return nil }
    var most = Money.zero
    var used = Money.zero
    var shorts: [String: Money] = [:]
    var opened: Set<String> = []
    for fill in record.fills {
      let notional = fill.price * fill.quantity
      let isEntry = opened.insert(fill.position).inserted
      switch (fill.side, shorts[fill.position]) {
      case (.sell, nil) where isEntry:
        shorts[fill.position] = notional
        used += notional
      case (.buy, let locked?):
        // Proceeds and as much again were locked.
        used += notional - locked - locked
        shorts[fill.position] = nil
      case (.buy, nil): used += notional
      case (.sell, _): used -= notional
      }
      used += Money(fill.fee)
      most = max(most, used)
    }
    // Shorts that rise lock more, which only marks say.
    for equity in record.equities {
      let held = (equity.exposure ?? 0) * equity.equity.double
      let short = max(0, (held - equity.equity.double + equity.cash.double) / 2)
      let need = had.double - equity.cash.double + 2 * short
      if let price = Price(rounding: need) { most = max(most, Money(price)) }
    }
    let unit = Money(Price(units: Int64(SweepMode.notional) * 100_000_000)).units
    let count = max(1, (most.units + unit - 1) / unit)
    guard let needed = Price(Money(units: count * unit)), needed < had else { return nil }
    self.had = had
    self.needed = needed
  }

  /// What buying and holding, and the run, would have been with the capital that it needed.
  func equity(_ line: Equity, high: inout Price) -> Equity {
    var line = line
    let held = (line.exposure ?? 0) * line.equity.double
    let less = had.units - needed.units
    line.equity = Price(units: line.equity.units - less)
    line.cash = Price(units: line.cash.units - less)
    high = max(high, line.equity)
    line.exposure = line.equity > .zero ? held / line.equity.double : nil
    line.drawdown = max(0, (high.double - line.equity.double) / high.double)
    let share = line.buyHold.double / had.double * needed.double
    line.buyHold = Price(rounding: share) ?? line.buyHold
    return line
  }
}
