#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The normal distribution with mean 0 and deviation 1.
public enum NormalDistribution {
  /// The probability of a draw up to `x`: erfc(−x / √2) / 2.
  public static func cumulative(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }

  /// The `x` up to which a draw has the probability `p`, between 0 and 1 without the bounds.
  ///
  /// Halving finds it to the last digits of `cumulative`: it is asked a few times a report, and
  /// has no constants that could be wrong.
  public static func quantile(_ p: Double) -> Double {
    precondition(p > 0 && p < 1, "a probability between 0 and 1")
    // Of the smaller tail, which has all its digits.
    if p > 0.5 { return -quantile(1 - p) }
    var (low, high) = (-38.5, 0.0)
    for _ in 0..<128 {
      let middle = (low + high) / 2
      if cumulative(middle) < p { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
