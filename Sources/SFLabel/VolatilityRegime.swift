import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Whether the coming bars move much (1), little (-1) or as usual (0), by realized volatility: the
/// root of the mean square of their log returns.
public struct VolatilityRegime: Labeler {
  public static let kind = "volatility_regime"
  public static let summary =
    "Whether the volatility of the next bars is high (1), low (-1) or neither (0) among the past."
  public static let parameters = Regime.parameters

  private var regime: Regime
  private var squares: SlidingSum
  private var last: Price?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    regime = try Regime(arguments)
    squares = SlidingSum(regime.horizon)
  }

  public mutating func update(_ seen: SeenBar, into known: inout [Outcome]) {
    let close = seen.bar.close
    if let last {
      let change = log(close.double / last.double)
      // A price that is not positive has no logarithm, and no regime depends on one.
      squares.push(change.isFinite ? change * change : 0)
    }
    last = close
    // The order of roots of means is that of the sums.
    if let outcome = regime.update(seen, measure: squares.isFull ? squares.sum : nil) {
      known.append(outcome)
    }
  }

  public var open: [Outcome] { regime.open }
}
