import SFCore

/// Refuses entries for some bars after an exit.
///
/// Bars count from the exit's fill, as in the trader's filter of that name: the bar at whose open it
/// filled is the first, after a fill at a close it is the bar after.
///
///     bars 2, an exit that fills at the open of bar 5
///     bar    5    6    7
///     count  1    2    3
///            no   yes  yes
public struct CooldownRule: RiskRule {
  public static let kind = "cooldown"
  public static let summary = "Refuses entries for some bars after an exit."
  public static let parameters = [
    Parameter(
      "bars", .integer(1...1_000_000), default: "1",
      "fewer since the exit's fill refuse: of the symbol, or marks of all"),
    Parameter(
      "after", .choice(["any", "loss"]), default: "any", "any exit, or those with a loss, net"),
    .scope("symbol"),
  ]
  public static let watches = true
  public static let watchesRoundTripsOnly = true

  public let bars: Int
  public let afterLossOnly: Bool
  public let isOfAllSymbols: Bool
  /// By series, or one for all: the count of bars at the last exit that counts; `nil` before one.
  private var exits: [Int?] = []

  public init(_ arguments: Arguments) {
    bars = arguments.integer("bars")
    afterLossOnly = arguments.name("after") == "loss"
    isOfAllSymbols = arguments.isOfAllSymbols
  }

  public mutating func update(_ mark: inout RiskMark) {
    for trip in mark.closed where !afterLossOnly || trip.pnl < .zero {
      guard let series = trip.series else { continue }
      let place = isOfAllSymbols ? 0 : series
      while exits.count <= place { exits.append(nil) }
      // The bar at whose open it filled counts.
      exits[place] = count(series, mark.market) - (trip.exitTime < mark.time ? 1 : 0)
    }
  }

  private func count(_ series: SeriesIndex, _ market: RiskMarket) -> Int {
    isOfAllSymbols ? market.marks : market.count(of: series)
  }

  /// Bars since the last exit that counts; `nil` before one.
  private func since(_ entry: RiskEntry) -> Int? {
    let place = isOfAllSymbols ? 0 : entry.series
    guard place < exits.count, let exit = exits[place] else { return nil }
    return count(entry.series, entry.market) - exit
  }

  public func judge(_ entry: RiskEntry) -> RiskVerdict {
    guard let since = since(entry), since < bars else { return .pass }
    return .no(.rule(afterLossOnly ? .afterLoss : .afterExit))
  }

  public func explanation(_ entry: RiskEntry) -> String {
    "\(Self.kind): \(bars) bars since the exit, there were \(since(entry) ?? 0)"
  }
}
