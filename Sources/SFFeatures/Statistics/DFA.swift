import SFCore

/// The exponent of detrended fluctuation analysis: 0.5 for returns without memory, more when they
/// persist, less when they turn back; a price with a trend of its own does not disturb it.
///
/// The last `period` closes, as logarithms, are cut into blocks of 4, 8, 16 … up
/// to a quarter of them. In each a line of least squares is taken away, and the
/// exponent is the slope of
///
///     ln √(mean of the squared distances from the lines)   over   ln(length)
///
/// (Peng and others, "Mosaic organization of DNA nucleotides", 1994; their
/// profile is the sum of the returns without their mean, which is the logarithm
/// of the close but for a line.) Closes that stand have no exponent; one that is
/// not positive makes the window begin again.
public struct DFA: NumberFeature {
  public static let kind = "dfa"
  public static let group = FeatureGroup.statistics
  public static let summary = "Exponent of detrended fluctuation analysis of the close."
  public static let parameters = [
    Parameter.period(from: 32, default: 128, "closes in the window")
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  private var scaling: BlockScaling
  /// The line through the last block of each length.
  private var lines: [RollingFold<LineMoments>]

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    scaling = BlockScaling(period: period, from: 4, through: period / 4)
    lines = scaling.lengths.map { RollingFold($0) }
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard value > 0 else { return clear() }
    let logarithm = value.logarithm
    scaling.beginBar()
    for place in scaling.lengths.indices {
      let line = lines[place].update(logarithm)
      let mean = line.map { $0.residualSquares / $0.count }
      scaling.add(mean ?? .nan, ofLengthAt: place)
    }
    // The figures are squares.
    values[0] = scaling.slope / 2
  }

  private mutating func clear() {
    scaling.clear()
    for place in lines.indices { lines[place].clear() }
  }
}
