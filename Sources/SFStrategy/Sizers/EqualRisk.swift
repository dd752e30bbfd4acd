/// Weights with which each of several assets carries the same part of the risk of all.
public enum EqualRisk {
  /// Sample covariances (ddof 1), row by row, of as many returns of each asset.
  public static func covariance(of returns: [[Double]]) -> [[Double]] {
    let centred = returns.map { list in
      let mean = list.reduce(0, +) / Double(list.count)
      return list.map { $0 - mean }
    }
    return centred.map { a in
      centred.map { b in
        zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / Double(a.count - 1)
      }
    }
  }

  /// Weights w > 0 with Σ w = 1 and the same w_i (Σw)_i for each i.
  ///
  /// Minimizes ½ xᵀΣx − (1/n) Σ ln x_i one coordinate after the other, each of
  /// which is a quadratic equation, and scales x to a sum of 1 (Griveau-Billion,
  /// Richard, Roncalli 2013, "A fast algorithm for computing high-dimensional
  /// risk parity portfolios"). The minimum is unique, also for assets that move
  /// as one.
  public static func weights(of covariance: [[Double]]) throws(NoSize) -> [Double] {
    let count = covariance.count
    let budget = 1 / Double(count)
    var x: [Double] = []
    for index in 0..<count {
      guard covariance[index][index] > 0 else { throw NoSize(.zero("variance")) }
      x.append(1 / covariance[index][index].squareRoot())
    }
    for _ in 0..<10_000 {
      var change = 0.0
      for i in 0..<count {
        let others = (0..<count).reduce(0) { $1 == i ? $0 : $0 + covariance[i][$1] * x[$1] }
        let variance = covariance[i][i]
        let next =
          ((others * others + 4 * variance * budget).squareRoot() - others) / (2 * variance)
        change = max(change, (next - x[i]).magnitude / next)
        x[i] = next
      }
      guard change > 1e-13 else {
        let sum = x.reduce(0, +)
        return x.map { $0 / sum }
      }
    }
    throw NoSize(.data(.noEqualRisk))
  }
}
