import SFCore

/// One entry and, later, one exit: no partial exits, no averaging.
public struct Position: Hashable, Sendable, Codable {
  /// The id of the entry order.
  public let id: String
  public let symbol: Symbol
  /// The series on which the symbol trades.
  public let series: SeriesIndex
  public let direction: Direction
  public let quantity: Quantity
  /// The price of the entry's fill, slippage included.
  public let entryPrice: Price
  /// When the entry filled.
  public let entryTime: Timestamp
  /// The fee of the entry, in quote currency.
  public let entryFee: Money
  public let detector: String?

  /// Bars that the position has lived through.
  public private(set) var bars = 0
  /// The highest and the lowest price reached; at first the entry price.
  private var highest: Price
  private var lowest: Price
  /// Whether an exit order waits: a position that is closing is not closed again.
  public internal(set) var isClosing = false
  /// Whether a limit opened it inside the bar that is at work.
  public private(set) var isOpenedInside: Bool

  public init(
    id: String, symbol: Symbol, series: SeriesIndex, direction: Direction, quantity: Quantity,
    entryPrice: Price, entryTime: Timestamp, entryFee: Money = .zero, detector: String? = nil,
    isOpenedInside: Bool = false
  ) {
    self.id = id
    self.symbol = symbol
    self.series = series
    self.direction = direction
    self.quantity = quantity
    self.entryPrice = entryPrice
    self.entryTime = entryTime
    self.entryFee = entryFee
    self.detector = detector
    self.isOpenedInside = isOpenedInside
    highest = entryPrice
    lowest = entryPrice
  }

  /// Best gain reached, as a fraction of the entry price; 0 at the entry.
  public var mfe: Double { gain(at: direction == .long ? highest : lowest) }
  /// Worst gain reached, as a fraction of the entry price; 0 at the entry.
  public var mae: Double { gain(at: direction == .long ? lowest : highest) }

  /// Counts a bar that the position lived through to its close.
  ///
  /// Of the bar inside which a limit opened it, what came before the fill is not known: its close
  /// and its worst price count, which came with the fill or after it.
  public mutating func live(through bar: Bar) {
    bars += 1
    guard !isOpenedInside else {
      isOpenedInside = false
      note(bar.close)
      note(direction == .long ? bar.low : bar.high)
      return
    }
    note(bar.high)
    note(bar.low)
  }

  /// Counts a bar in which it was closed at a level. Only the open is known to have come before.
  public mutating func end(inside bar: Bar) {
    bars += 1
    if !isOpenedInside { note(bar.open) }
  }

  /// Takes a price that was reached into the excursions.
  public mutating func note(_ price: Price) {
    highest = max(highest, price)
    lowest = min(lowest, price)
  }

  /// The gain at a price as a fraction of the entry price: for display, not for decisions.
  public func gain(at price: Price) -> Double {
    let difference = direction.sign * (price.units - entryPrice.units)
    return Double(difference) / Double(entryPrice.units)
  }

  /// Whether the gain at `price` is at least `fraction` of the entry price, exactly.
  ///
  ///     long from 100:   0.03 is gained at 103, lost (−0.03) at 97
  public func hasGained(_ fraction: Ratio, at price: Price) -> Bool {
    gainUnits(price) >= Int128(entryPrice.units) * Int128(fraction.units)
  }

  /// The gain of one unit, in units of 10⁻¹⁶.
  private func gainUnits(_ price: Price) -> Int128 {
    Int128(direction.sign) * (Int128(price.units) - Int128(entryPrice.units))
      * Int128(Ratio.one.units)
  }

  /// What the position is worth at a price: negative for a short, which owes it.
  public func value(at price: Price) -> Money {
    let notional = price * quantity
    return direction == .long ? notional : -notional
  }
}
