/// Count, mean and sum of squared deviations of some numbers.
///
/// Numbers are only ever added, one by one (Welford) or as another such sum
/// (Chan). Equal numbers have deviations of exactly 0.
package struct MomentSum: Foldable {
  package private(set) var count = 0.0
  package private(set) var mean = 0.0
  /// Σ (x − mean)².
  package private(set) var squares = 0.0

  package init() {}

  @inline(__always)
  package mutating func append(_ value: Double) {
    count += 1
    let distance = value - mean
    mean += distance / count
    squares += distance * (value - mean)
  }

  @inline(__always)
  package func followed(by newer: MomentSum) -> MomentSum {
    guard count > 0 else { return newer }
    guard newer.count > 0 else { return self }
    var result = self
    result.count += newer.count
    let distance = newer.mean - mean
    let share = distance * (newer.count / result.count)
    result.mean += share
    result.squares += newer.squares + distance * share * count
    return result
  }

  /// The deviation of a whole population, √(squares / n).
  package var populationDeviation: Double { (squares / count).squareRoot() }

  /// The deviation estimated from a sample, √(squares / (n − 1)).
  package var sampleDeviation: Double { (squares / (count - 1)).squareRoot() }
}

/// The moments of the last `period` numbers.
package typealias RollingMoments = RollingFold<MomentSum>
