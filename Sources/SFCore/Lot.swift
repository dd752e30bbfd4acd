/// How finely a symbol trades at its venue.
public struct Lot: Hashable, Sendable, Codable {
  /// Quantities are multiples of it.
  public let step: Quantity
  /// Prices are multiples of it.
  public let tick: Price
  /// The smallest entry, in quote currency.
  public let minNotional: Price
  /// The quote currency; `nil` when it is not known.
  public let quote: String?

  public init(step: Quantity, tick: Price, minNotional: Price = 0, quote: String? = nil) {
    precondition(step > .zero && tick > .zero, "a lot has steps")
    self.step = step
    self.tick = tick
    self.minNotional = minNotional
    self.quote = quote
  }

  /// The smallest entry of a run that asks for one of its own, in quote currency.
  public func smallestEntry(_ ofRun: Price) -> Price { max(ofRun, minNotional) }

  /// What all amounts have: eight decimals.
  public static let finest = Lot(step: Quantity(units: 1), tick: Price(units: 1))

  /// The quantity, down to the step.
  public func down(_ quantity: Quantity) -> Quantity {
    step.units == 1 ? quantity : Quantity(units: quantity.units - quantity.units % step.units)
  }

  /// A level moved by a fraction against the trader, then to the tick, against the trader too, in
  /// one rounding: up for a buy, down for a sell. `nil` when it is out of range.
  public func price(_ side: Side, at level: Level, slippage: Ratio = .zero) -> Price? {
    let one = Int128(Ratio.one.units)
    let factor = side == .buy ? one + Int128(slippage.units) : one - Int128(slippage.units)
    let (product, overflow) = level.units.multipliedReportingOverflow(by: factor)
    guard !overflow, product >= 0 else { return nil }
    let unit = one * one * Int128(tick.units)
    var (count, rest) = product.quotientAndRemainder(dividingBy: unit)
    if side == .buy, rest > 0 { count += 1 }
    return Int64(exactly: count * Int128(tick.units)).map(Price.init(units:))
  }
}

/// The lots of the symbols of a run.
public struct LotTable: Hashable, Sendable, Codable {
  /// A symbol and its lot.
  public struct Entry: Hashable, Sendable, Codable {
    public let symbol: Symbol
    public let lot: Lot

    public init(symbol: Symbol, lot: Lot) {
      self.symbol = symbol
      self.lot = lot
    }
  }

  public private(set) var entries: [Entry]

  public init(_ entries: [Entry]) { self.entries = entries }

  /// `nil` for a symbol that the table does not name.
  public func lot(of symbol: Symbol) -> Lot? { entries.first { $0.symbol == symbol }?.lot }
}
