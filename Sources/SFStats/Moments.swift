/// Mean and deviation of a series in one pass (Welford 1962).
///
/// Sums of squares lose every digit when the mean is large beside the
/// deviation; this keeps the squared distances from the running mean instead.
public struct Moments: Codable, Hashable, Sendable {
  public private(set) var count = 0
  private var runningMean = 0.0
  private var squaredDistances = 0.0

  public init() {}

  public mutating func update(_ value: Double) {
    count += 1
    let distance = value - runningMean
    runningMean += distance / Double(count)
    squaredDistances += distance * (value - runningMean)
  }

  /// `nil` without a value.
  public var mean: Double? { count > 0 ? runningMean : nil }

  /// Sample deviation (ddof 1); `nil` for fewer than two values.
  public var deviation: Double? {
    count > 1 ? (squaredDistances / Double(count - 1)).squareRoot() : nil
  }
}
