import SFCore

/// How evenly the last `period` closes fill the range between their least and their greatest, 0 to 1.
///
///     −Σ p log p / log(bins)
///
/// where p are the shares of the closes in `bins` equal parts of the range, an
/// edge belonging to the part above it (Shannon, "A mathematical theory of
/// communication", 1948, of a histogram as numpy makes it). Equal closes are in
/// one place: 0. Of returns it is `shannon_entropy:100,10(log_return:1)`.
///
/// The range changes with every bar, so each edge is looked up among the closes
/// in order: a bar costs `bins` such searches.
public struct ShannonEntropy: NumberFeature {
  public static let kind = "shannon_entropy"
  public static let group = FeatureGroup.statistics
  public static let summary = "Shannon entropy of the histogram of the close, 0 to 1."
  public static let parameters = [
    Parameter.period(from: 2, default: 100, "closes in the window"),
    Parameter("bins", .integer(2...1_000), default: "10", "parts of the range"),
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  public let bins: Int
  private var window: RollingOrder

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    bins = arguments.integer("bins")
    window = RollingOrder(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    window.push(value)
    values[0] = window.isFull ? entropy() : .nan
  }

  private func entropy() -> Double {
    let least = window[0]
    let range = window[period - 1] - least
    guard range > 0, range.isFinite else { return 0 }
    var (before, sum) = (0, 0.0)
    for bin in 1...bins {
      let edge = least + range * (Double(bin) / Double(bins))
      let below = bin == bins ? period : window.count(below: edge)
      let share = Double(below - before) / Double(period)
      if share > 0 { sum -= share * share.logarithm }
      before = below
    }
    return min(1, sum / Double(bins).logarithm)
  }
}
