import SFCore
import SFExpressions

/// A market-wide detector on the bars of one interval.
struct MarketWatch: Codable, Sendable {
  let interval: Interval

  private var detector: AnyComponent<MarketDetectorList>
  private var trigger = Trigger()
  /// Of the numbers that came at this mark; empty again after it.
  private var sums: [Double]
  private var counts: [Int]
  private var hasBars = false

  init(_ detector: AnyComponent<MarketDetectorList>, _ interval: Interval) {
    self.detector = detector
    self.interval = interval
    sums = Array(repeating: 0, count: detector.content.each.count)
    counts = Array(repeating: 0, count: detector.content.each.count)
  }

  /// Takes what was computed for one symbol.
  @inline(__always)
  mutating func take(_ program: borrowing ExpressionProgram) {
    hasBars = true
    for index in sums.indices {
      let number = program.number(index)
      guard !number.isNaN else { continue }
      sums[index] += number
      counts[index] += 1
    }
  }

  /// All symbols of the mark have been taken; `nil` when there is nothing to say.
  mutating func finish(_ options: DetectOptions) -> Detection? {
    guard hasBars else { return nil }
    hasBars = false
    let fewest = detector.content.minSymbols
    // The sums are lent to the detector: they cannot be read while it changes.
    var means: [Double] = []
    swap(&means, &sums)
    for index in means.indices {
      means[index] = counts[index] < fewest ? .nan : means[index] / Double(counts[index])
    }
    let seen = detector.content.update(means.span)
    for index in means.indices {
      means[index] = 0
      counts[index] = 0
    }
    swap(&means, &sums)
    return trigger.update(seen, options)
  }
}
