/// The straight line of least squares through numbers that stand one bar apart.
///
/// The product of the deviations is kept, not the sum of the products: a line
/// through prices of 40 000 that move by cents has all its digits, and equal
/// numbers have a slope of exactly 0.
struct LineMoments: Foldable {
  private(set) var count = 0.0
  private(set) var mean = 0.0
  /// Σ (y − mean of y)².
  private(set) var squares = 0.0
  /// Σ (j − mean of j) (y − mean of y), j the place of y.
  private(set) var slant = 0.0

  init() {}

  @inline(__always)
  mutating func append(_ value: Double) {
    let distance = value - mean
    slant += count * distance / 2
    count += 1
    mean += distance / count
    squares += distance * (value - mean)
  }

  @inline(__always)
  mutating func prepend(_ value: Double) {
    let distance = value - mean
    slant -= count * distance / 2
    count += 1
    mean += distance / count
    squares += distance * (value - mean)
  }

  /// The centers of both runs are half of their common length apart.
  @inline(__always)
  func followed(by newer: LineMoments) -> LineMoments {
    guard count > 0 else { return newer }
    guard newer.count > 0 else { return self }
    var result = self
    let distance = newer.mean - mean
    result.count += newer.count
    let step = distance * (newer.count / result.count)
    result.mean += step
    result.squares += newer.squares + distance * step * count
    result.slant += newer.slant + count * newer.count * distance / 2
    return result
  }

  /// The rise from one number to the next; there must be two.
  var slope: Double { 12 * slant / (count * (count * count - 1)) }

  /// Σ of the squared distances of the numbers from the line; there must be two.
  var residualSquares: Double { max(0, squares - slope * slant) }

  /// The line at the number with that place, from 0; places behind the last are forecasts.
  @inline(__always)
  func value(at place: Double) -> Double { mean + slope * (place - (count - 1) / 2) }

  /// The mean in which the first number weighs 1, the last `count`.
  var weightedMean: Double { mean + 2 * slant / (count * (count + 1)) }
}
