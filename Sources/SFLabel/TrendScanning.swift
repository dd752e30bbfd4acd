import SFCore

/// The trend that begins at the bar: the sign of the slope that is the surest.
///
/// For each number of bars from `shortest` to `longest` a line is fitted to the
/// closes from the bar to there by least squares; the one whose slope has the
/// largest t-value in either direction is taken, the shorter of two alike. The
/// closes of an exact line leave nothing unsure: its t-value is infinite, and
/// missing where it is the value. A label becomes known after `longest` bars,
/// and `t1` is where the chosen line ends.
/// López de Prado, *Machine Learning for Asset Managers* (2020), section 5.4.
///
/// A bar costs `longest` steps.
public struct TrendScanning: Labeler {
  public static let kind = "trend_scanning"
  public static let summary =
    "The sign (1, 0, -1) or t-value of the surest line through the closes from the bar on."
  public static let parameters = [
    Parameter("shortest", .integer(2...100_000), default: "5", "bars of the shortest line"),
    Parameter("longest", .integer(2...100_000), default: "20", "bars of the longest line"),
    Parameter(
      "output", .choice(["sign", "t_value"]), default: "sign", "what the value is"),
  ]

  public let shortest: Int
  public let longest: Int
  let hasSign: Bool
  /// The bar and the `longest` bars behind it.
  private var anchors: Recent<Anchor>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    shortest = arguments.integer("shortest")
    longest = arguments.integer("longest")
    hasSign = arguments.name("output") == "sign"
    anchors = Recent(longest + 1)
    guard shortest <= longest else {
      throw ConfigurationError("shortest", "must not exceed longest, is \(shortest) and \(longest)")
    }
  }

  public mutating func update(_ seen: SeenBar, into known: inout [Outcome]) {
    _ = anchors.push(Anchor(seen))
    guard anchors.isFull else { return }
    let (tValue, bars) = surest()
    let (anchor, end) = (anchors[longest], anchors[longest - bars])
    let sign = Double((tValue > 0 ? 1 : 0) - (tValue < 0 ? 1 : 0))
    known.append(
      Outcome(
        at: anchor.at, value: hasSign ? sign : tValue,
        window: Label.Window(end: end.at, bars: bars, gain: anchor.change(to: end.close))))
  }

  /// The t-value that is farthest from 0, and the number of bars that it was found over.
  private func surest() -> (tValue: Double, bars: Int) {
    var best = (tValue: 0.0, bars: shortest)
    // As changes from the first close, which loses nothing: a slope knows no level.
    var (sum, cross, squares) = (0.0, 0.0, 0.0)
    for bar in 1...longest {
      let (x, y) = (Double(bar), anchors[longest].change(to: anchors[longest - bar].close))
      sum += y
      cross += x * y
      squares += y * y
      guard bar >= shortest else { continue }
      let tValue = Self.tValue(points: x + 1, sum, cross, squares)
      // Two that differ by rounding are alike.
      if abs(tValue) > abs(best.tValue) * (1 + 1e-9) { best = (tValue, bar) }
    }
    return best
  }

  /// Of the slope over x = 0, 1, … from Σ y, Σ x y and Σ y².
  private static func tValue(
    points n: Double, _ sum: Double, _ cross: Double, _ squares: Double
  ) -> Double {
    let deviation = n * (n * n - 1) / 12
    let covariance = cross - (n - 1) / 2 * sum
    let slope = covariance / deviation
    let residual = squares - sum * sum / n - slope * covariance
    guard slope != 0 else { return 0 }
    // What is left of an exact line is rounding.
    guard residual > 1e-12 * slope * covariance else {
      return slope > 0 ? .infinity : -.infinity
    }
    return slope / (residual / (n - 2) / deviation).squareRoot()
  }

  public var open: [Outcome] {
    let elements = anchors.elements
    return (anchors.isFull ? elements.dropFirst() : elements[...]).map { Outcome(at: $0.at) }
  }
}
