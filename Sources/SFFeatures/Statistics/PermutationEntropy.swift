import SFCore

/// How evenly the orders in which a few closes can follow each other occur, 0 to 1.
///
///     −Σ p log p / log(order!)
///
/// where p are the shares of the order! patterns among all runs of `order`
/// closes, `delay` bars apart, in the last `period` closes (Bandt and Pompe,
/// "Permutation entropy: a natural complexity measure for time series", 2002).
/// Equal closes count as ascending: where nothing moves there is one pattern,
/// and the entropy is 0.
///
/// The counts of the patterns are kept; a bar changes two of them. Their terms
/// are summed as integers, which come and go without a rest.
public struct PermutationEntropy: NumberFeature {
  public static let kind = "permutation_entropy"
  public static let group = FeatureGroup.statistics
  public static let summary = "Permutation entropy of the close, 0 to 1."
  public static let parameters = [
    Parameter.period(from: 3, default: 100, "closes in the window"),
    Parameter("order", .integer(2...7), default: "3", "closes in a pattern"),
    Parameter("delay", .integer(1...1_000), default: "1", "bars between them"),
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  public let order: Int
  public let delay: Int
  /// log(order!) in base 2.
  private let greatest: Double
  /// The closes of a pattern, the oldest at `oldest`.
  private var closes: [Double] = []
  private var oldest = 0
  private var patterns: Ring<Int>
  /// How often each pattern occurs in the window.
  private var counts: [Int]
  private var terms = CountTerms()

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    order = arguments.integer("order")
    delay = arguments.integer("delay")
    let reach = (order - 1) * delay
    guard period > reach + 1 else {
      throw ConfigurationError(
        "period", "must be greater than (order - 1) * delay + 1 (\(reach + 1)), is \(period)")
    }
    let factorial = (2...order).reduce(1, *)
    greatest = Double(factorial).logarithm / 2.0.logarithm
    patterns = Ring(period - reach)
    counts = Array(repeating: 0, count: factorial)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    if closes.count <= (order - 1) * delay {
      closes.append(value)
      guard closes.count > (order - 1) * delay else { return }
    } else {
      closes[oldest] = value
      oldest = oldest + 1 == closes.count ? 0 : oldest + 1
    }
    let pattern = pattern()
    let gone = patterns.push(pattern)
    terms.change(&counts[pattern], by: 1)
    if let gone { terms.change(&counts[gone], by: -1) }
    guard patterns.isFull else { return }
    values[0] = min(1, terms.entropy(of: patterns.capacity) / greatest)
  }

  /// The number of the order of the closes: for each, how many later ones are less (Lehmer).
  private func pattern() -> Int {
    var code = 0
    for earlier in 0..<order - 1 {
      let value = close(earlier)
      var less = 0
      for later in earlier + 1..<order where close(later) < value { less += 1 }
      code = code * (order - earlier) + less
    }
    return code
  }

  @inline(__always)
  private func close(_ place: Int) -> Double {
    let index = oldest + place * delay
    return closes[index < closes.count ? index : index - closes.count]
  }
}

/// Σ c log₂ c of counts, as an integer of units of 2⁻⁴⁰.
///
/// A term is the same whenever it comes and goes, so nothing is left behind.
/// With counts that add up to 100 000 the sum stays below 2⁶¹.
private struct CountTerms: Codable, Sendable {
  private var sum = 0

  @inline(__always)
  mutating func change(_ count: inout Int, by difference: Int) {
    sum -= Self.term(count)
    count += difference
    sum += Self.term(count)
  }

  /// −Σ p log₂ p of the counts, which add up to `total`.
  @inline(__always)
  func entropy(of total: Int) -> Double {
    Double(Self.term(total) - sum) / 0x1p40 / Double(total)
  }

  @inline(__always)
  private static func term(_ count: Int) -> Int {
    guard count > 1 else { return 0 }
    return Int(Double(count) * (Double(count).logarithm * binary) * 0x1p40)
  }

  /// 1 / ln 2.
  private static let binary = 1.442695040888963407359924681002
}
