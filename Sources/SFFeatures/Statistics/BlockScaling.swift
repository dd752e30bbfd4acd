/// How the mean of a figure grows with the length of the blocks that it is computed in: 2ᵏ bars for
/// several k.
///
/// The blocks of a length end at the current bar and stand one behind the other,
/// as many as fit into the window. A block that ends at a bar is the newest one
/// now, and the second when its length has passed: it is computed once and
/// remembered, so a length costs the same for any window.
struct BlockScaling: Codable, Sendable {
  /// The lengths of the blocks, ascending, each twice the one before.
  let lengths: [Int]
  let period: Int
  private let logarithms: [Double]
  /// For each length and each place in a block, the figures of the last blocks that ended there; one
  /// that does not exist weighs nothing.
  private var means: [[RollingFold<WeightedMoments>]]
  /// Bars so far.
  private var count = 0
  /// ln(length) and ln(mean) of the lengths that have one at this bar.
  private var line = PairMoments()

  init(period: Int, from least: Int, through greatest: Int) {
    self.period = period
    lengths = Array(sequence(first: least) { $0 * 2 <= greatest ? $0 * 2 : nil })
    logarithms = lengths.map { Double($0).logarithm }
    means = lengths.map { length in
      Array(repeating: RollingFold(period / length), count: length)
    }
  }

  /// Starts again with nothing.
  mutating func clear() {
    self = BlockScaling(period: period, from: lengths[0], through: lengths[lengths.count - 1])
  }

  mutating func beginBar() {
    count += 1
    line = PairMoments()
  }

  /// Takes the figure of the block of a length that ends at this bar; NaN when it has none.
  @inline(__always)
  mutating func add(_ figure: Double, ofLengthAt place: Int) {
    let exists = !figure.isNaN
    let moments = means[place][count % lengths[place]].update(
      .init(value: exists ? figure : 0, weight: exists ? 1 : 0))
    guard count >= period, let mean = moments?.mean, mean > 0 else { return }
    line.append(Pair(x: logarithms[place], y: mean.logarithm))
  }

  /// d ln(mean figure) / d ln(length) by least squares; NaN while there are fewer than `period`
  /// bars, and where a length has no figure, or one of 0.
  var slope: Double {
    Int(line.count) == lengths.count ? line.products / line.squaresX : .nan
  }
}
