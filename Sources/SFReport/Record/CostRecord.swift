import SFCore
import SFStats

/// What trading cost: fees, and how far fills were from the prices at which they were decided.
public struct CostRecord: Codable, Hashable, Sendable {
  public private(set) var makerFills = 0
  public private(set) var takerFills = 0
  /// Σ price × quantity of all fills, in quote currency.
  public private(set) var notional = CompensatedSum()
  /// Σ of what fills were worse than the close of their decision, in quote currency; negative when
  /// they were better. Slippage, and what the market did between decision and fill.
  public private(set) var shortfall = CompensatedSum()
  /// Fills whose order was seen, so that their decision is known.
  public private(set) var decidedFills = 0
  private var references: [String: Price] = [:]

  public init() {}

  public mutating func update(_ order: Order) { references[order.id] = order.reference }

  /// An order that was refused, and not only reduced, is not waited for.
  public mutating func update(_ refusal: Refusal) {
    if case .order(let id) = refusal.subject, refusal.quantity == nil { references[id] = nil }
  }

  public mutating func update(_ fill: Fill) {
    if fill.liquidity == .maker { makerFills += 1 } else { takerFills += 1 }
    notional.update((fill.price * fill.quantity).double.magnitude)
    guard let reference = references.removeValue(forKey: fill.order) else { return }
    decidedFills += 1
    let sign = fill.side == .buy ? 1.0 : -1
    shortfall.update((fill.price.double - reference.double) * fill.quantity.double * sign)
  }
}
