import SFCore

/// What a session owns at the exchange: what its fills have brought, and nothing else of the account.
///
/// Invariant: of each base asset, positions and dust come to what was bought less what was sold and
/// paid in it as fees; cash to what was sold less what was bought and paid, to the last digit.
package struct DeskBook: Hashable, Sendable, Codable {
  package struct Holding: Hashable, Sendable, Codable {
    package let symbol: Symbol
    /// May be below 0 for a moment: an exit sells dust with it.
    package var units: Int64
    /// The lowest price at which it was bought; `nil` before it was.
    package var lowest: Price?
    /// Which of all positions it is, in the order in which they were opened.
    let number: Int

    package var quantity: Quantity { Quantity(units: max(0, units)) }
  }

  private var opened = 0
  /// What fills have brought, less what they cost.
  package private(set) var cash: Money = .zero
  /// Fees in assets that are neither base nor quote, at what they were worth in quote currency.
  package private(set) var feesElsewhere: Money = .zero
  /// By the position's id.
  package private(set) var positions: [String: Holding] = [:]
  /// What is left of positions, in units of 10⁻⁸: too little to be sold by itself.
  package private(set) var dust: [Symbol: Int64] = [:]
  /// Fills that are booked, by symbol.
  private var booked: [Symbol: Set<Int64>] = [:]
  /// Up to this id all own trades of a symbol are booked, or not ours.
  private var cursors: [Symbol: Int64] = [:]

  package init() {}

  /// Of a symbol, all that is owned.
  package func owned(_ symbol: Symbol) -> Int64 {
    positions.values.reduce(dust[symbol] ?? 0) { $1.symbol == symbol ? $0 + $1.units : $0 }
  }

  package var symbols: Set<Symbol> {
    Set(positions.values.map(\.symbol)).union(dust.filter { $0.value != 0 }.keys)
  }

  func dust(of symbol: Symbol) -> Quantity { Quantity(units: max(0, dust[symbol] ?? 0)) }

  func isBooked(_ trade: TradeReport) -> Bool {
    trade.id <= cursors[trade.symbol] ?? -1 || booked[trade.symbol]?.contains(trade.id) == true
  }

  /// Where to ask on for own trades.
  func cursor(_ symbol: Symbol) -> Int64 { (cursors[symbol] ?? -1) + 1 }

  /// All own trades up to an id are known to be booked.
  mutating func advance(_ symbol: Symbol, to id: Int64) {
    guard id > cursors[symbol] ?? -1 else { return }
    cursors[symbol] = id
    booked[symbol] = booked[symbol]?.filter { $0 > id }
  }

  /// Books a fill that is not booked.
  mutating func book(
    _ trade: TradeReport, position: String, _ rules: TradingRules, worth: Price?
  ) {
    let units = trade.side == .buy ? trade.quantity.units : -trade.quantity.units
    let left = units - bookMoney(trade, rules, worth)
    if trade.side == .buy {
      var holding = positions[position] ?? open(trade.symbol)
      holding.units += left
      holding.lowest = min(holding.lowest ?? trade.price, trade.price)
      positions[position] = holding
    } else if positions[position] != nil {
      positions[position]?.units += left
    } else {
      dust[trade.symbol, default: 0] += left
    }
  }

  private mutating func open(_ symbol: Symbol) -> Holding {
    opened += 1
    return Holding(symbol: symbol, units: 0, lowest: nil, number: opened)
  }

  /// Notes that it is booked, and books all of it but the base asset; what of that went as a fee.
  private mutating func bookMoney(
    _ trade: TradeReport, _ rules: TradingRules, _ worth: Price?
  ) -> Int64 {
    booked[trade.symbol, default: []].insert(trade.id)
    let notional = Self.notional(trade)
    cash += trade.side == .buy ? -notional : notional
    switch trade.feeAsset {
    case rules.base: return trade.fee.units
    case rules.quote: cash -= Money(trade.fee)
    default:
      feesElsewhere += (worth ?? .zero) * trade.fee
      takeFee(trade.fee.units, of: trade.feeAsset + rules.quote)
    }
    return 0
  }

  /// A part of a sale that is of one position.
  struct SalePart: Hashable {
    let position: String
    /// What it had.
    let held: Quantity
    let quantity: Quantity
    let fee: Quantity
  }

  /// Positions of a symbol, in the order in which they were opened.
  func oldest(of symbol: Symbol) -> [(id: String, holding: Holding)] {
    positions.filter { $0.value.symbol == symbol && $0.value.units > 0 }
      .sorted { $0.value.number < $1.value.number }.map { ($0.key, $0.value) }
  }

  /// Books a sale of no position in particular: it closes them, oldest first, and takes dust last.
  /// `ofOwned` is for one that may have sold what is not the session's, too: that is not booked.
  mutating func bookSale(
    _ whole: TradeReport, _ rules: TradingRules, worth: Price?, ofOwned: Bool = false
  ) -> [SalePart] {
    let trade = ofOwned ? whole.part(Quantity(units: max(0, owned(whole.symbol)))) : whole
    guard trade.quantity > .zero else {
      booked[trade.symbol, default: []].insert(trade.id)
      return []
    }
    var left = trade.quantity.units + bookMoney(trade, rules, worth)
    var parts: [SalePart] = []
    var fee = trade.fee.units
    let sellers = oldest(of: trade.symbol)
    for (place, (id, holding)) in sellers.enumerated() where left > 0 {
      let sold = min(left, holding.units)
      left -= sold
      positions[id]?.units -= sold
      // What was paid is told to the last digit: what dust was sold with it is of no position.
      let isLast = left == 0 || place + 1 == sellers.count
      let share =
        isLast
        ? fee : Int64(Int128(trade.fee.units) * Int128(sold) / Int128(trade.quantity.units))
      fee -= min(share, fee)
      parts.append(
        SalePart(
          position: id, held: holding.quantity, quantity: Quantity(units: sold),
          fee: Quantity(units: share)))
    }
    dust[trade.symbol, default: 0] -= left
    return parts
  }

  /// What the exchange makes of price × quantity: down to eight decimals.
  private static func notional(_ trade: TradeReport) -> Money {
    let exact = (trade.price * trade.quantity).units
    return Money(units: exact - exact % 100_000_000)
  }

  /// A fee in an asset that is held here, too, is taken from what is held: dust first.
  private mutating func takeFee(_ fee: Int64, of name: String) {
    guard let symbol = Symbol(name), symbols.contains(symbol) else { return }
    var left = fee
    let fromDust = min(left, max(0, dust[symbol] ?? 0))
    dust[symbol, default: 0] -= fromDust
    left -= fromDust
    for (id, holding) in positions.sorted(by: { $0.key < $1.key })
    where holding.symbol == symbol && left > 0 {
      let taken = min(left, max(0, holding.units))
      positions[id]?.units -= taken
      left -= taken
    }
  }

  /// Books what was sold of a position elsewhere, at most what is left of it; `nil` without one.
  mutating func settle(_ position: String, _ quantity: Quantity, at price: Price) -> Quantity? {
    guard let holding = positions[position], holding.units > 0 else { return nil }
    let sold = min(quantity, holding.quantity)
    positions[position]?.units -= sold.units
    cash += price * sold
    return sold
  }

  /// Nothing more is sold of a position: what is left of it is dust.
  mutating func close(_ position: String) {
    guard let holding = positions.removeValue(forKey: position) else { return }
    dust[holding.symbol, default: 0] += holding.units
  }

  /// Takes a position out of the book, as it is.
  mutating func remove(_ position: String) -> Holding? { positions.removeValue(forKey: position) }

  mutating func add(_ money: Money) { cash += money }
}
