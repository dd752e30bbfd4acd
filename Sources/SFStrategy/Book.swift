import SFCore

/// Cash and open positions.
///
/// Invariant: cash = capital + Σ over fills of (sold − bought − fees), to the last digit.
public struct Book: Sendable, Codable {
  public let capital: Money
  public private(set) var cash: Money
  /// In the order in which they were opened.
  public private(set) var positions: [Position] = []

  public init(capital: Money) {
    self.capital = capital
    cash = capital
  }

  /// Opens a position at its entry price, and pays its fee.
  public mutating func open(_ position: Position) {
    cash -= position.value(at: position.entryPrice)
    cash -= position.entryFee
    positions.append(position)
  }

  /// Closes the position at `index` and returns it with what the round trip brought, net of fees.
  public mutating func close(
    at index: Int, price: Price, fee: Money
  ) -> (position: Position, pnl: Money) {
    var position = positions.remove(at: index)
    position.note(price)
    cash += position.value(at: price)
    cash -= fee
    let pnl =
      position.value(at: price) - position.value(at: position.entryPrice) - position.entryFee - fee
    return (position, pnl)
  }

  /// Works on one position in place.
  public mutating func update<Result>(
    at index: Int, _ body: (inout Position) -> Result
  ) -> Result {
    body(&positions[index])
  }

  /// The place of the position with that id.
  public func index(of id: String) -> Int? { positions.firstIndex { $0.id == id } }

  /// Cash and positions at the last close of each series.
  public func equity(_ lastClose: (SeriesIndex) -> Price) -> Money {
    positions.reduce(cash) { $0 + $1.value(at: lastClose($1.series)) }
  }

  /// Σ |notional| at the last close of each series.
  public func notional(_ lastClose: (SeriesIndex) -> Price) -> Money {
    positions.reduce(.zero) { $0 + lastClose($1.series) * $1.quantity }
  }

  /// Money that may be spent: shorts lock their proceeds and as much again.
  public func freeCash(_ lastClose: (SeriesIndex) -> Price) -> Money {
    positions.reduce(cash) { free, position in
      guard position.direction == .short else { return free }
      let notional = lastClose(position.series) * position.quantity
      return free - notional - notional
    }
  }
}
