import SFCore

/// Buying and holding: the capital in equal parts per symbol of the first day.
///
/// Each part buys at the open of its symbol's second bar (`fill: close`: at the
/// close of its first), with fee and slippage, and never sells. Until the first
/// day is over a new symbol shares the capital with those that are there.
public struct Benchmark: Sendable, Codable {
  private struct Holding: Sendable, Codable {
    let series: SeriesIndex
    /// What the close is divided by to give the growth of the part; `nil` until it has bought.
    var cost: Double?
    var growth = 1.0
  }

  private let capital: Double
  private let fill: FillModel
  private let slippage: Double
  private let fee: Double
  private var firstDay: Int64?
  private var holdings: [Holding] = []
  /// By series: the place of its holding; -1 for none.
  private var places: [Int] = []

  public init(_ conditions: TradingConditions) {
    capital = conditions.capital.double
    fill = conditions.fill
    slippage = conditions.costs.slippage.double
    fee = conditions.costs.takerFee.double
  }

  /// Takes a bar that closed at `ts`.
  public mutating func update(_ bar: Bar, at ts: Timestamp) {
    let place = self.place(of: bar.series, at: ts)
    guard place >= 0 else { return }
    var holding = holdings[place]
    if let cost = holding.cost {
      if cost < 0 { holding.cost = self.cost(at: bar.open) }
    } else {
      // A mark on the first bar; the second buys.
      holding.cost = fill == .close ? self.cost(at: bar.close) : -1
    }
    if let cost = holding.cost, cost > 0 { holding.growth = bar.close.double / cost }
    holdings[place] = holding
  }

  private func cost(at price: Price) -> Double { price.double * (1 + slippage) * (1 + fee) }

  /// The holding of a series, made while the first day lasts.
  private mutating func place(of series: SeriesIndex, at ts: Timestamp) -> Int {
    if series < places.count, places[series] >= 0 { return places[series] }
    // A bar belongs to the day of its last millisecond.
    let day = (ts + -1).day
    if firstDay == nil { firstDay = day }
    guard day == firstDay else { return -1 }
    while places.count <= series { places.append(-1) }
    places[series] = holdings.count
    holdings.append(Holding(series: series))
    return places[series]
  }

  /// The equity of buying and holding; `nil` when it is out of range.
  public var equity: Price? {
    guard !holdings.isEmpty else { return Price(rounding: capital) }
    let growth = holdings.reduce(0) { $0 + $1.growth } / Double(holdings.count)
    return Price(rounding: capital * growth)
  }
}
