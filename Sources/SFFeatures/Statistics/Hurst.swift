import SFCore

/// Hurst's exponent by the rescaled range: 0.5 for returns without memory, more when they persist,
/// less when they turn back.
///
/// The last `period` log returns are cut into blocks of 8, 16, 32 … up to half
/// of them. In each block
///
///     range = greatest − least of the sums of (return − mean of the block)
///     deviation = that of the block as a population
///
/// and the exponent is the slope of ln(mean of range / deviation) over
/// ln(length) (Hurst, 1951; Mandelbrot and Wallis, 1969). Short blocks make it
/// too great by some 0.05 to 0.1: compare it with itself. A block that does not
/// move has no figure; a close that is not positive makes the window begin again.
///
/// A bar costs as much as the longest block is long, as the range is that of the
/// prices about a line that turns with every bar; all the rest is remembered.
public struct Hurst: NumberFeature {
  public static let kind = "hurst"
  public static let group = FeatureGroup.statistics
  public static let summary = "Hurst exponent of the close by the rescaled range."
  public static let parameters = [
    Parameter.period(from: 32, default: 128, "log returns in the window")
  ]
  public static let outputs = [FeatureOutput(.none)]

  private static let shortest = 8

  public let period: Int
  private var change = LogChange()
  private var scaling: BlockScaling
  /// The deviation of the returns of the last block of each length.
  private var deviations: [RollingMoments]
  /// The logarithms of the last closes over the first, at least as many as the longest block has.
  private var path: [Double] = [0]

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    scaling = BlockScaling(period: period, from: Self.shortest, through: period / 2)
    deviations = scaling.lengths.map { RollingMoments($0) }
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    guard let change = change.update(value) else {
      values[0] = .nan
      return clear()
    }
    extendPath(by: change)
    scaling.beginBar()
    for place in scaling.lengths.indices {
      let moments = deviations[place].update(change)
      scaling.add(figure(of: moments, length: scaling.lengths[place]), ofLengthAt: place)
    }
    values[0] = scaling.slope
  }

  private mutating func clear() {
    scaling.clear()
    for place in deviations.indices { deviations[place].clear() }
    path = [0]
  }

  private mutating func extendPath(by change: Double) {
    let room = 1 + scaling.lengths[scaling.lengths.count - 1]
    if path.count == 2 * room { path.removeFirst(room) }
    path.append(path[path.count - 1] + change)
  }

  /// The rescaled range of the last block; NaN where there is none.
  private func figure(of moments: MomentSum?, length: Int) -> Double {
    guard let moments, moments.squares > 0 else { return .nan }
    return path.withUnsafeBufferPointer { path in
      let start = path.count - 1 - length
      let (first, mean) = (path[start], (path[path.count - 1] - path[start]) / Double(length))
      var (least, greatest) = (0.0, 0.0)
      for step in 1...length {
        let sum = path[start + step] - first - Double(step) * mean
        if sum < least { least = sum }
        if sum > greatest { greatest = sum }
      }
      return (greatest - least) / moments.populationDeviation
    }
  }
}
