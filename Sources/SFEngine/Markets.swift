import SFCore

/// The series that trade and their last closes.
struct Markets: Sendable, Codable {
  /// The interval on which symbols trade; `nil` until the first bar when it was not given.
  private(set) var interval: Interval?
  private let isGiven: Bool
  /// By series: whether it trades, once it has been seen.
  private var trades: [Bool?] = []
  /// By series: the last close; zero before the first bar.
  private(set) var closes: [Price] = []
  private var seriesOfSymbol: [Symbol: SeriesIndex] = [:]

  init(interval: Interval?) {
    self.interval = interval
    isGiven = interval != nil
  }

  /// The series on which a symbol trades; `nil` before its first bar.
  func series(of symbol: Symbol) -> SeriesIndex? { seriesOfSymbol[symbol] }

  /// Whether the bars of a series fill, value and check.
  mutating func trades(
    _ index: SeriesIndex, _ table: SeriesTable
  ) throws(StageError) -> Bool {
    if index < trades.count, let known = trades[index] { return known }
    let series = table[index]
    if interval == nil { interval = series.interval }
    if series.interval != interval, !isGiven {
      throw StageError(
        .configuration,
        "found bars on \(interval?.text ?? "") and \(series.interval), expected one interval to "
          + "trade on", help: "name it with --interval")
    }
    while trades.count <= index {
      trades.append(nil)
      closes.append(.zero)
    }
    let isTraded = series.interval == interval
    trades[index] = isTraded
    if isTraded { seriesOfSymbol[series.symbol] = index }
    return isTraded
  }

  mutating func close(_ index: SeriesIndex, at price: Price) { closes[index] = price }

  /// Refuses a stream whose bars are all on other intervals than the one that was asked for.
  func checkInterval(_ table: SeriesTable) throws(StageError) {
    guard isGiven, let interval, !trades.isEmpty, !trades.contains(true) else { return }
    let found = table.list.indices.filter { $0 < trades.count && trades[$0] == false }
      .map { table[$0].interval.text }
    throw StageError(
      .configuration,
      "found no bar on \(interval), which --interval names, expected one to trade on",
      help: "the stream has bars on \(Set(found).sorted().joined(separator: " "))")
  }
}
