/// Count, mean and sum of squared deviations of some numbers.
///
/// Numbers are only ever added, one by one (Welford) or as another such sum
/// (Chan). Equal numbers have deviations of exactly 0.
package struct Moments: Codable, Sendable {
  package private(set) var count = 0.0
  package private(set) var mean = 0.0
  /// Σ (x − mean)².
  package private(set) var squares = 0.0

  package init() {}

  @inline(__always)
  package mutating func add(_ value: Double) {
    count += 1
    let distance = value - mean
    mean += distance / count
    squares += distance * (value - mean)
  }

  @inline(__always)
  package func adding(_ other: Moments) -> Moments {
    guard count > 0 else { return other }
    guard other.count > 0 else { return self }
    var result = self
    result.count += other.count
    let distance = other.mean - mean
    let share = distance * (other.count / result.count)
    result.mean += share
    result.squares += other.squares + distance * share * count
    return result
  }

  /// The deviation of a whole population, √(squares / n).
  package var populationDeviation: Double { (squares / count).squareRoot() }

  /// The deviation estimated from a sample, √(squares / (n − 1)).
  package var sampleDeviation: Double { (squares / (count - 1)).squareRoot() }
}
