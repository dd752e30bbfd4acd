/// Two numbers of one bar.
struct Pair: Codable, Sendable {
  var x: Double
  var y: Double
}

/// The means, squared deviations and common deviation of pairs of numbers (Welford, Chan).
struct PairMoments: Foldable {
  private(set) var count = 0.0
  private(set) var meanX = 0.0
  private(set) var meanY = 0.0
  /// Σ (x − mean of x)².
  private(set) var squaresX = 0.0
  /// Σ (y − mean of y)².
  private(set) var squaresY = 0.0
  /// Σ (x − mean of x) (y − mean of y).
  private(set) var products = 0.0

  init() {}

  @inline(__always)
  mutating func append(_ pair: Pair) {
    count += 1
    let (x, y) = (pair.x - meanX, pair.y - meanY)
    meanX += x / count
    meanY += y / count
    squaresX += x * (pair.x - meanX)
    squaresY += y * (pair.y - meanY)
    products += x * (pair.y - meanY)
  }

  @inline(__always)
  func followed(by newer: PairMoments) -> PairMoments {
    guard count > 0 else { return newer }
    guard newer.count > 0 else { return self }
    var result = self
    result.count += newer.count
    let share = newer.count / result.count
    let (x, y) = (newer.meanX - meanX, newer.meanY - meanY)
    result.meanX += x * share
    result.meanY += y * share
    result.squaresX += newer.squaresX + x * x * share * count
    result.squaresY += newer.squaresY + y * y * share * count
    result.products += newer.products + x * y * share * count
    return result
  }

  /// Spreads that are a smaller part of the squares are what rounding left, and count as none.
  private static let leastSpread = 1e-28

  /// The rise of y for 1 of x on the line of least squares; `nil` when x does not change.
  var slope: Double? {
    guard squaresX > Self.leastSpread * (squaresX + count * meanX * meanX) else { return nil }
    return products / squaresX
  }

  /// Pearson's coefficient, -1 to 1; `nil` when one of them does not change.
  var correlation: Double? {
    guard squaresX > 0, squaresY > 0 else { return nil }
    return min(max(products / (squaresX.squareRoot() * squaresY.squareRoot()), -1), 1)
  }
}
