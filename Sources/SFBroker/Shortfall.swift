import SFCore

/// What fills cost against the prices at which they were decided, all of a group together.
///
/// A cost is what was paid more than the decision saw, or received less, as a part of what the fills
/// were worth then:
///
///     buy 2 at 101, decided at a close of 100, bid 99.9, ask 100.1
///     against the close 100 bps, the ask 89.91 bps, the middle 100 bps
public struct Shortfall: Hashable, Sendable {
  /// A fill, and what could be seen when its order was decided.
  public struct Observation: Hashable, Sendable {
    public let side: Side
    public let price: Price
    public let quantity: Quantity
    /// In quote currency; `nil` for one that was taken in another asset.
    public let fee: Price?
    public let close: Price
    /// `nil` where the market showed none.
    public let bid: Price?
    public let ask: Price?

    public init(
      _ side: Side, _ quantity: Quantity, at price: Price, fee: Price?, close: Price, bid: Price?,
      ask: Price?
    ) {
      self.side = side
      self.quantity = quantity
      self.price = price
      self.fee = fee
      self.close = close
      self.bid = bid
      self.ask = ask
    }
  }

  /// Costs against one sort of price.
  public struct Cost: Hashable, Sendable {
    private var cost = 0.0
    private var worth = 0.0

    /// In basis points; `nil` where no fill had such a price.
    public var basisPoints: Double? { worth > 0 ? 10_000 * cost / worth : nil }

    fileprivate mutating func add(_ cost: Double, of worth: Double) {
      self.cost += cost
      self.worth += worth
    }
  }

  public private(set) var fills = 0
  /// In quote currency, at the prices of the fills.
  public private(set) var notional = 0.0
  /// Against the close at the decision.
  public private(set) var close = Cost()
  /// Against what a market order would have met then: the ask of a buy, the bid of a sell.
  public private(set) var touch = Cost()
  /// Against the middle of both.
  public private(set) var middle = Cost()
  public private(set) var fees = Cost()

  public init() {}

  public mutating func add(_ seen: Observation) {
    let (price, quantity) = (seen.price.double, seen.quantity.double)
    let sign = seen.side == .buy ? 1.0 : -1
    func add(_ cost: inout Cost, _ decided: Double) {
      cost.add(sign * (price - decided) * quantity, of: decided * quantity)
    }
    fills += 1
    notional += price * quantity
    add(&close, seen.close.double)
    if let fee = seen.fee { fees.add(fee.double, of: price * quantity) }
    guard let bid = seen.bid?.double, let ask = seen.ask?.double else { return }
    add(&touch, seen.side == .buy ? ask : bid)
    add(&middle, (bid + ask) / 2)
  }
}
