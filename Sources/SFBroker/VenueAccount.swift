import SFCore

/// What the venue holds for its trader: cash, and what each position has bought or owes.
///
/// Invariant: cash = capital + Σ over fills of (sold − bought − fees), to the last digit.
public struct VenueAccount: Hashable, Sendable, Codable {
  /// What one position holds.
  public struct Holding: Hashable, Sendable, Codable {
    /// The id of the position.
    public let position: String
    public let series: SeriesIndex
    public let direction: Direction
    public fileprivate(set) var quantity: Quantity

    public init(
      position: String, series: SeriesIndex, direction: Direction, quantity: Quantity
    ) {
      self.position = position
      self.series = series
      self.direction = direction
      self.quantity = quantity
    }
  }

  public private(set) var cash: Money
  /// In the order of their first fills.
  public private(set) var holdings: [Holding] = []

  public init(capital: Price) { cash = Money(capital) }

  /// An account that goes on with what another has held.
  public init(cash: Money, holdings: [Holding]) {
    self.cash = cash
    self.holdings = holdings
    hasShorts = holdings.contains { $0.direction == .short }
  }

  /// Whether anything is owed.
  public private(set) var hasShorts = false

  /// What a position holds; `nil` for one that holds nothing.
  public func holding(of position: String) -> Holding? {
    holdings.first { $0.position == position }
  }

  /// How much a position holds; `nil` for one that holds nothing.
  func held(by position: String) -> Quantity? {
    holdings.firstIndex { $0.position == position }.map { holdings[$0].quantity }
  }

  /// Money that may be spent: shorts lock their proceeds and as much again, at the last closes.
  public func freeCash(at closes: [Price]) -> Money {
    holdings.reduce(cash) { free, holding in
      guard holding.direction == .short else { return free }
      let notional = closes[holding.series] * holding.quantity
      return free - notional - notional
    }
  }

  /// Books what an order has filled. Its fee is in quote currency.
  mutating func book(
    _ waiting: WaitingOrders.Waiting, _ quantity: Quantity, _ price: Price, fee: Price
  ) {
    let order = waiting.order
    let notional = price * quantity
    cash += order.side == .sell ? notional : -notional
    cash -= Money(fee)
    switch order.intent {
    case .enter:
      holdings.append(
        Holding(
          position: order.position, series: waiting.series, direction: waiting.direction,
          quantity: quantity))
      if waiting.direction == .short { hasShorts = true }
    case .exit: remove(order.position, quantity)
    }
  }

  private mutating func remove(_ position: String, _ quantity: Quantity) {
    guard let index = holdings.firstIndex(where: { $0.position == position }) else { return }
    let left = holdings[index].quantity.units - quantity.units
    if left > 0 {
      holdings[index].quantity = Quantity(units: left)
    } else {
      holdings.remove(at: index)
      hasShorts = holdings.contains { $0.direction == .short }
    }
  }
}
