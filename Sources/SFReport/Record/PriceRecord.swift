import SFCore

/// The prices of every series, in two tiers that each have one budget for all series: columns of
/// time, and the bars themselves.
public struct PriceRecord: Codable, Hashable, Sendable {
  /// The columns of one series, and of all together as long as these are not too few.
  package static let most = 8_192
  package static let least = 256
  /// The bars of all series together, as long as those of one are not too few: a year of minutes.
  package static let mostBars = 655_360
  package static let leastBars = 512

  public struct Curve: Codable, Hashable, Sendable {
    public let series: Series
    public fileprivate(set) var prices: TimeColumns<Band>
    package fileprivate(set) var bars: PackedBars
  }

  /// In the order in which they came.
  public private(set) var curves: [Curve] = []
  /// The place of a series of the run in `curves`; -1 for one that had no bar.
  private var places: [Int] = []
  /// Whether the bars themselves are kept.
  private let keepsBars: Bool

  public init(keepsBars: Bool = false) { self.keepsBars = keepsBars }

  public mutating func update(_ step: borrowing Step) {
    for bar in step.bars {
      let place = place(of: bar.series, step)
      curves[place].prices.update(
        Band(low: bar.low.double, high: bar.high.double, last: bar.close.double), at: step.ts)
      guard keepsBars else { continue }
      curves[place].bars.append(
        PackedBars.Candle(
          time: step.ts.milliseconds, open: bar.open.units, high: bar.high.units,
          low: bar.low.units, close: bar.close.units))
    }
  }

  private mutating func place(of index: SeriesIndex, _ step: borrowing Step) -> Int {
    if index < places.count, places[index] >= 0 { return places[index] }
    while places.count <= index { places.append(-1) }
    places[index] = curves.count
    let count = curves.count + 1
    var capacity = Self.most
    while capacity * count > Self.most, capacity > Self.least { capacity /= 2 }
    let bars = max(Self.leastBars, Self.mostBars / count)
    for index in curves.indices {
      curves[index].prices.shrink(to: capacity)
      curves[index].bars.shrink(to: bars)
    }
    curves.append(
      Curve(
        series: step.series[index], prices: TimeColumns(capacity: capacity),
        bars: PackedBars(capacity: bars)))
    return places[index]
  }
}
