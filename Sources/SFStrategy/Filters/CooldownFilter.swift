import SFCore

/// Refuses entries for some bars after an exit of the same symbol.
///
/// Bars count from the exit's fill: the bar at whose open it filled is the
/// first, after a fill at a close it is the bar after.
///
///     bars 2, an exit that fills at the open of bar 5
///     bar    5    6    7
///     count  1    2    3
///            no   yes  yes
public struct CooldownFilter: EntryFilter {
  public static let kind = "cooldown"
  public static let summary = "Refuses entries for some bars after an exit of the symbol."
  public static let parameters = [
    Parameter(
      "bars", .integer(1...1_000_000), default: "10", "of the symbol, since the exit's fill"),
    Parameter(
      "after", .choice(["loss", "any"]), default: "loss", "exits with a loss, net of fees, or any"),
  ]

  public let bars: Int
  public let afterLossOnly: Bool
  /// By series: bars since the last exit that counts; `nil` before one.
  private var since: [Int?] = []

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    bars = arguments.integer("bars")
    afterLossOnly = arguments.name("after") == "loss"
  }

  public mutating func update(_ mark: MarkView, _ values: Span<Double>) {
    for index in mark.bars.indices {
      let series = mark.bars[index].bar.series
      if series < since.count, let count = since[series] { since[series] = count + 1 }
    }
    for trip in mark.closed where !afterLossOnly || trip.pnl < .zero {
      guard let series = trip.series else { continue }
      while since.count <= series { since.append(nil) }
      since[series] = trip.exitTime < mark.time ? 1 : 0
    }
  }

  public func answer(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> FilterAnswer {
    guard entry.series < since.count, let count = since[entry.series], count < bars else {
      return .yes
    }
    return .no(.rule(afterLossOnly ? .afterLoss : .afterExit))
  }

  public func numbers(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> [NamedNumber] {
    [NamedNumber("bars", (entry.series < since.count ? since[entry.series] : nil).map(Double.init))]
  }
}
