import SFCore

/// One entry and, later, one exit: nothing is added to it by another order.
///
/// Either order may fill in parts. The position opens with the first fill of its entry and grows
/// until that is done; an exit in parts makes it smaller until nothing is left.
public struct Position: Hashable, Sendable, Codable {
  /// The id of the entry order.
  public let id: String
  public let symbol: Symbol
  /// The series on which the symbol trades.
  public let series: SeriesIndex
  public let direction: Direction
  /// When the entry first filled.
  public let entryTime: Timestamp
  public let detector: String?

  /// What it holds: what filled, less fees that were taken in the asset.
  public private(set) var quantity: Quantity
  /// What it has held at most.
  public private(set) var acquired: Quantity
  /// The mean price of the entry's fills, slippage included.
  public private(set) var entryPrice: Price
  public private(set) var entry: Traded
  public private(set) var exit = Traded()

  /// Bars that the position has lived through.
  public private(set) var bars = 0
  /// The highest and the lowest price reached; at first the entry price.
  private var highest: Price
  private var lowest: Price
  /// Whether an exit order waits: a position that is closing is not closed again.
  public internal(set) var isClosing = false
  /// Whether a limit opened it inside the bar that is at work.
  public private(set) var isOpenedInside: Bool

  /// Opens the position of an entry with its first fill.
  public init(
    _ entry: borrowing PendingEntry, _ fill: BookedFill, isOpenedInside: Bool = false
  ) {
    id = entry.order.position
    symbol = entry.order.symbol
    series = entry.series
    direction = entry.direction
    detector = entry.order.detector
    entryTime = fill.time
    quantity = fill.moved ?? .zero
    acquired = quantity
    entryPrice = fill.price
    self.entry = Traded(fill)
    self.isOpenedInside = isOpenedInside
    highest = fill.price
    lowest = fill.price
  }

  /// A further fill of the entry; `false` when it is out of range.
  mutating func grow(_ fill: BookedFill) -> Bool {
    guard let moved = fill.moved, entry.add(fill), let price = entry.price else { return false }
    let (units, overflow) = acquired.units.addingReportingOverflow(moved.units)
    guard !overflow else { return false }
    acquired = Quantity(units: units)
    quantity = Quantity(units: quantity.units + moved.units)
    entryPrice = price
    note(fill.price)
    return true
  }

  /// A fill of an exit; `false` when it sells what the position has not, or is out of range.
  mutating func shrink(_ fill: BookedFill) -> Bool {
    guard let moved = fill.moved, moved <= quantity, exit.add(fill) else { return false }
    quantity = Quantity(units: quantity.units - moved.units)
    note(fill.price)
    return true
  }

  /// What the round trip has brought, net of fees: dust brings nothing.
  public var pnl: Money {
    let gain = exit.money - entry.money
    return (direction == .long ? gain : -gain) - entry.fees - exit.fees
  }

  /// Fees of both sides; those in the asset at the prices of their fills.
  public var fees: Money { entry.fees + exit.fees + entry.assetFees + exit.assetFees }

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
