import SFCore

/// What drawdown the same round trips could have had, had they come in another order.
///
/// The amounts are added to the capital in random order, each order as likely as the other; the
/// end is always the same. Round trips that overlapped are taken one behind the other.
public struct RoundTripShuffle: Sendable {
  private let capital: Double
  private var pnls: [Double]
  private var random: SplitMix64

  /// The pnl of each round trip in quote currency, net of fees; the capital must be above 0.
  public init(capital: Double, pnls: [Double], seed: UInt64) {
    precondition(capital > 0, "a capital to fall from")
    self.capital = capital
    self.pnls = pnls
    random = SplitMix64(state: seed)
  }

  /// The largest fall below a high, as a fraction of it, of the next order.
  public mutating func drawdown() -> Double {
    for place in pnls.indices.dropLast() {
      pnls.swapAt(place, place + random.below(pnls.count - place))
    }
    return Self.drawdown(capital: capital, pnls: pnls)
  }

  /// The largest fall in the order given; above 1 when more than all was lost.
  public static func drawdown(capital: Double, pnls: [Double]) -> Double {
    var (equity, high, deepest) = (capital, capital, 0.0)
    for pnl in pnls {
      equity += pnl
      high = max(high, equity)
      deepest = max(deepest, (high - equity) / high)
    }
    return deepest
  }
}
