/// The daily returns of a run in their order of size: what its bad and its good days were like.
///
/// A quantile lies linearly between the two returns beside it:
///
///     returns   −3 %  −1 %  0  2 %      the quantile 0.05 lies 0.15 of the way from the first to the
///                                       second: −2.7 %
///
/// Nothing of it exists for fewer than 30 returns.
public struct DayTails: Sendable {
  /// The share of days in each tail.
  public static let share = 0.05

  private let sorted: [Double]

  /// Takes every daily return, as fractions, in any order.
  public init(_ returns: [Double]) {
    sorted = returns.count >= DailyReturns.minimumForYear ? returns.sorted() : []
  }

  /// The loss that one day in twenty exceeded: minus the lower quantile; negative when that was a
  /// gain.
  public var valueAtRisk: Double? { low.map { 0 - $0 } }

  /// The mean loss of the days that were no better than the lower quantile.
  public var expectedShortfall: Double? {
    guard let low else { return nil }
    var (sum, count) = (CompensatedSum(), 0)
    for value in sorted.prefix(while: { $0 <= low }) {
      sum.update(value)
      count += 1
    }
    return count > 0 ? 0 - sum.value / Double(count) : nil
  }

  /// The upper quantile over the size of the lower; `nil` unless the lower is a loss.
  public var ratio: Double? {
    guard let low, low < 0 else { return nil }
    return quantile(1 - Self.share).map { $0 / -low }
  }

  private var low: Double? { quantile(Self.share) }

  private func quantile(_ share: Double) -> Double? {
    sorted.isEmpty ? nil : PercentileInterval.quantile(sorted, share)
  }
}
