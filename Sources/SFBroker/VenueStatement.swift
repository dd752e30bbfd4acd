import SFCore

extension VirtualVenue {
  /// What the account holds, by asset: what a short owes is less than nothing, what an exit is to
  /// sell is set aside. `nil` when a sum is out of range.
  func statement(_ table: SeriesTable) -> Account? {
    var units: [String: (free: Int64, locked: Int64)] = [:]
    for holding in account.holdings {
      let asset = asset(of: holding.series, table)
      let isLocked =
        holding.direction == .long
        && waiting.exits.contains { $0.order.position == holding.position }
      let held = holding.direction == .long ? holding.quantity.units : -holding.quantity.units
      let before = units[asset] ?? (0, 0)
      let (sum, overflow) = (isLocked ? before.locked : before.free)
        .addingReportingOverflow(held)
      guard !overflow else { return nil }
      units[asset] = isLocked ? (before.free, sum) : (sum, before.locked)
    }
    guard let cash = Price(account.cash) else { return nil }
    let assets = units.map { name, amount in
      Account.Asset(
        name: name, free: Quantity(units: amount.free), locked: Quantity(units: amount.locked))
    }
    return Account(cash: cash, assets: assets)
  }

  /// What a symbol trades; the symbol itself where its quote currency is not known.
  private func asset(of series: SeriesIndex, _ table: SeriesTable) -> String {
    let symbol = table[series].symbol.text
    guard let quote = markets.lot(of: series).quote, symbol.hasSuffix(quote) else { return symbol }
    return String(symbol.dropLast(quote.count))
  }
}
