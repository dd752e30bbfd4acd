import SFCore

/// The prices of every series as columns of time, which share one budget.
public struct PriceRecord: Codable, Hashable, Sendable {
  /// The columns of one series, and of all together as long as these are not too few.
  package static let most = 16_384
  package static let least = 256

  public struct Curve: Codable, Hashable, Sendable {
    public let series: Series
    public fileprivate(set) var prices: TimeColumns<Band>
  }

  /// In the order in which they came.
  public private(set) var curves: [Curve] = []
  /// The place of a series of the run in `curves`; -1 for one that had no bar.
  private var places: [Int] = []

  public init() {}

  public mutating func update(_ step: borrowing Step) {
    for bar in step.bars {
      let place = place(of: bar.series, step)
      curves[place].prices.update(
        Band(low: bar.low.double, high: bar.high.double, last: bar.close.double), at: step.ts)
    }
  }

  private mutating func place(of index: SeriesIndex, _ step: borrowing Step) -> Int {
    if index < places.count, places[index] >= 0 { return places[index] }
    while places.count <= index { places.append(-1) }
    places[index] = curves.count
    let count = curves.count + 1
    var capacity = Self.most
    while capacity * count > Self.most, capacity > Self.least { capacity /= 2 }
    for index in curves.indices { curves[index].prices.shrink(to: capacity) }
    curves.append(Curve(series: step.series[index], prices: TimeColumns(capacity: capacity)))
    return places[index]
  }
}
