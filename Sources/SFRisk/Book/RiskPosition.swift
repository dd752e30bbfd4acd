import SFCore

/// A position as the gate knows it: from fills alone.
public struct RiskPosition: Sendable, Codable, Hashable {
  /// The id of the entry order.
  public let id: String
  public let symbol: Symbol
  public let series: SeriesIndex
  public let direction: Direction
  public let detector: String?
  /// What it holds: what filled, less fees that were taken in the asset.
  public private(set) var quantity = Quantity.zero
  private var entry = Traded()
  private var exit = Traded()
  /// How many bars its series had had before the first that it lives through.
  private let barsBefore: Int
  /// The exit that works; `nil` for none.
  public internal(set) var exitOrder: String?
  /// When something of it was last sold; `nil` before.
  public private(set) var exitTime: Timestamp?

  /// `barsBefore` is how many bars its series had had before the first that it lives through.
  init(_ entry: ApprovedEntry, barsBefore: Int) {
    id = entry.order.position
    symbol = entry.order.symbol
    series = entry.series
    direction = entry.direction
    detector = entry.order.detector
    self.barsBefore = barsBefore
  }

  /// Whether an exit works: its risk is spoken for.
  public var isClosing: Bool { exitOrder != nil }

  /// A fill of its entry; `false` when it is out of range.
  mutating func grow(_ fill: BookedFill) -> Bool {
    guard let moved = fill.moved, entry.add(fill) else { return false }
    let (units, overflow) = quantity.units.addingReportingOverflow(moved.units)
    guard !overflow else { return false }
    quantity = Quantity(units: units)
    return true
  }

  /// A fill of an exit; `false` when it sells what the position has not, or is out of range.
  mutating func shrink(_ fill: BookedFill) -> Bool {
    guard let moved = fill.moved, moved <= quantity, exit.add(fill) else { return false }
    quantity = Quantity(units: quantity.units - moved.units)
    exitTime = fill.time
    return true
  }

  /// Bars that it has lived through.
  func bars(in market: RiskMarket) -> Int { max(0, market.count(of: series) - barsBefore) }

  /// What it is worth at a price: negative for a short, which owes it.
  func value(at price: Price) -> Money {
    direction == .long ? price * quantity : -(price * quantity)
  }

  /// The round trip that it has been; `nil` when what it brought is out of range.
  func roundTrip(at ts: Timestamp) -> RoundTrip? {
    let gain = direction == .long ? exit.money - entry.money : entry.money - exit.money
    guard let pnl = Price(gain - entry.fees - exit.fees) else { return nil }
    return RoundTrip(
      series: series, detector: detector, exitTime: exitTime ?? ts, pnl: pnl,
      notional: entry.money)
  }
}
