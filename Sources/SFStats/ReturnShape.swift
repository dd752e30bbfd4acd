/// Count, mean, deviation, skew and kurtosis of returns, in one pass (Pébay 2008).
public struct ReturnShape: Codable, Hashable, Sendable {
  public private(set) var count = 0
  private var runningMean = 0.0
  /// Σ (x − mean)ᵏ for k = 2, 3, 4.
  private var second = 0.0
  private var third = 0.0
  private var fourth = 0.0

  public init() {}

  public init(_ returns: some Sequence<Double>) {
    for value in returns { update(value) }
  }

  public mutating func update(_ value: Double) {
    let before = Double(count)
    count += 1
    let n = Double(count)
    let distance = value - runningMean
    let share = distance / n
    let square = share * share
    let product = distance * share * before
    runningMean += share
    fourth += product * square * (n * n - 3 * n + 3) + 6 * square * second - 4 * share * third
    third += product * share * (n - 2) - 3 * share * second
    second += product
  }

  public var mean: Double? { count > 0 ? runningMean : nil }

  /// Sample deviation (ddof 1); `nil` for fewer than two returns, or when they are all the same.
  public var deviation: Double? {
    guard count > 1 else { return nil }
    let deviation = (second / Double(count - 1)).squareRoot()
    // Equal returns of different equities differ in their last bits: that is no deviation.
    return deviation > 8 * runningMean.magnitude.ulp ? deviation : nil
  }

  /// Mean over deviation, for one return: not scaled to a year. `nil` without a deviation.
  public var sharpe: Double? { deviation.map { runningMean / $0 } }

  /// Third standardized moment of the population, 0 for a normal distribution.
  public var skew: Double? {
    deviation == nil ? nil : Double(count).squareRoot() * third / (second * second.squareRoot())
  }

  /// Fourth standardized moment of the population, 3 for a normal distribution.
  public var kurtosis: Double? {
    deviation == nil ? nil : Double(count) * fourth / (second * second)
  }
}
