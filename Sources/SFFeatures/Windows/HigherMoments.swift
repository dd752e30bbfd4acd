/// Sums of powers of the deviations up to the fourth, for the shape of a distribution.
///
/// Updated and joined as in Pébay, "Formulas for robust, one-pass parallel
/// computation of covariances and arbitrary-order statistical moments" (2008).
struct HigherMoments: Foldable {
  private(set) var count = 0.0
  private(set) var mean = 0.0
  /// Σ (x − mean)², and the same of third and fourth powers.
  private(set) var squares = 0.0
  private(set) var cubes = 0.0
  private(set) var fourths = 0.0

  init() {}

  @inline(__always)
  mutating func append(_ number: Double) {
    let before = count
    count += 1
    let distance = number - mean
    let step = distance / count
    let term = distance * step * before
    mean += step
    fourths +=
      term * step * step * (count * count - 3 * count + 3) + 6 * step * step * squares
      - 4 * step * cubes
    cubes += term * step * (count - 2) - 3 * step * squares
    squares += term
  }

  @inline(__always)
  mutating func prepend(_ number: Double) { append(number) }

  @inline(__always)
  func followed(by later: HigherMoments) -> HigherMoments {
    guard count > 0 else { return later }
    guard later.count > 0 else { return self }
    let (a, b, n) = (count, later.count, count + later.count)
    let step = (later.mean - mean) / n
    let term = step * (later.mean - mean) * a * b
    var result = self
    result.count = n
    result.mean += step * b
    result.squares += later.squares + term
    result.cubes +=
      later.cubes + term * step * (a - b) + 3 * step * (a * later.squares - b * squares)
    result.fourths +=
      later.fourths + term * step * step * (a * a - a * b + b * b)
      + 6 * step * step * (a * a * later.squares + b * b * squares)
      + 4 * step * (a * later.cubes - b * cubes)
    return result
  }
}
