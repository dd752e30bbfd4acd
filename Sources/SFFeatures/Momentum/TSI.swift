import SFCore

/// Blau's true strength index: the doubly smoothed change of the close over that of its size, −100 to
/// 100, and its own average.
///
///     100 · ema(fast)(ema(slow)(change)) / ema(fast)(ema(slow)(|change|))
///
/// (William Blau, "True strength index", 1991). A close that does not change has
/// none; the signal begins again behind it.
public struct TSI: NumberFeature {
  public static let kind = "tsi"
  public static let group = FeatureGroup.momentum
  public static let summary = "True strength index of the close, -100 to 100 (Blau)."
  public static let parameters = [
    Parameter.period("fast", default: 13, "bars of the second average"),
    Parameter.period("slow", default: 25, "bars of the first average"),
    Parameter.period("signal", default: 13, "values in the average of the index"),
  ]
  public static let outputs = [FeatureOutput(.none), FeatureOutput("signal", .none)]

  public let fast: Int
  public let slow: Int
  public let signal: Int
  /// The last number; `nil` before the first.
  private var previous: Double?
  private var change: Twice
  private var size: Twice
  private var mean: ExponentialMean

  private struct Twice: Codable, Sendable {
    var first: ExponentialMean
    var second: ExponentialMean

    mutating func update(_ number: Double) -> Double? {
      first.update(number).flatMap { second.update($0) }
    }
  }

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    fast = arguments.integer("fast")
    slow = arguments.integer("slow")
    signal = arguments.integer("signal")
    change = Twice(first: ExponentialMean(slow), second: ExponentialMean(fast))
    size = change
    mean = ExponentialMean(signal)
  }

  public var warmUp: Int { slow + fast + signal - 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    let index = index(with: value)
    if index == nil { mean = ExponentialMean(signal) }
    let signal = index.flatMap { mean.update($0) }
    values[0] = signal == nil ? .nan : index ?? .nan
    values[1] = signal ?? .nan
  }

  private mutating func index(with value: Double) -> Double? {
    defer { previous = value }
    guard let previous else { return nil }
    let change = change.update(value - previous)
    let size = size.update((value - previous).magnitude)
    guard let change, let size, size >= leastRemnant else { return nil }
    return 100 * min(1, max(-1, change / size))
  }
}
