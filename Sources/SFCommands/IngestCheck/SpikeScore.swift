import SFCore
import SFFeatures

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How far a bar's prices lie from the close before it, measured by what is usual.
///
/// The modified z-score of Iglewicz and Hoaglin, "How to Detect and Handle Outliers" (1993):
///
///     z = |r − median| / (1.4826 · MAD)
///
/// over the last `window` log returns of the close before the bar; r is the log return from that
/// close to whichever of high, low and close is farthest. Where more than half of the returns are
/// equal and the MAD is 0, 1.2533 times the mean distance from the median takes its place.
struct SpikeScore {
  private var returns: RollingOrder
  private var last: Price?

  /// Returns that must be known before anything is judged.
  private static let least = 30

  init(window: Int) { returns = RollingOrder(window) }

  /// Takes a bar whose prices are above 0; `nil` while too little is known or nothing ever moved.
  mutating func update(_ bar: Bar) -> Double? {
    defer { last = bar.close }
    guard let last else { return nil }
    let moves = [bar.high, bar.low, bar.close].map { log($0.double / last.double) }
    let score = score(moves)
    returns.push(moves[2])
    return score
  }

  private func score(_ moves: [Double]) -> Double? {
    guard returns.count >= Self.least, let median = returns.median,
      let deviation = returns.medianDistance(from: median)
    else { return nil }
    let scale = deviation > 0 ? 1.4826 * deviation : 1.2533 * meanDistance(from: median)
    guard scale > 0 else { return nil }
    return moves.map { abs($0 - median) / scale }.max()
  }

  private func meanDistance(from median: Double) -> Double {
    (0..<returns.count).reduce(0) { $0 + abs(returns[$1] - median) } / Double(returns.count)
  }

  /// A price is missing: what comes behind is not compared with what stands before.
  mutating func interrupt() { last = nil }
}
