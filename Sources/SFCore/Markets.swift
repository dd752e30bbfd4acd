/// The series that trade and their last closes: what trader and venue each learn from the bars.
public struct Markets: Sendable, Codable {
  /// The interval on which symbols trade; `nil` until the first bar when it was not given.
  public private(set) var interval: Interval?
  private let isGiven: Bool
  /// By series: whether it trades, once it has been seen.
  private var trades: [Bool?] = []
  /// How many series are known.
  private var known = 0
  /// By series: the last close; zero before the first bar.
  public private(set) var closes: [Price] = []
  /// By series: the mark of the last bar; `earliest` before the first.
  private var times: [Timestamp] = []
  private var seriesOfSymbol: [Symbol: SeriesIndex] = [:]
  /// How finely each symbol trades; `nil` for eight decimals each.
  private let table: LotTable?
  /// By series, where there is a table.
  private var lots: [Lot] = []

  public init(interval: Interval?, lots table: LotTable? = nil) {
    self.interval = interval
    self.table = table
    isGiven = interval != nil
  }

  /// How finely a series that trades does so.
  public func lot(of index: SeriesIndex) -> Lot { index < lots.count ? lots[index] : .finest }

  /// The series on which a symbol trades; `nil` before its first bar.
  public func series(of symbol: Symbol) -> SeriesIndex? { seriesOfSymbol[symbol] }

  /// The symbols that trade, in their order.
  public var symbols: [Symbol] { seriesOfSymbol.keys.sorted() }

  /// Whether a series has been seen, so that `isTraded` can be asked.
  @inline(__always)
  public func knows(_ index: SeriesIndex) -> Bool { index < trades.count && trades[index] != nil }

  /// Whether the bars of a series that is known fill, value and check. The step hands no table
  /// over here: to copy one is to count its references, at every bar.
  @inline(__always)
  public func isTraded(_ index: SeriesIndex) -> Bool { trades[index] == true }

  /// Whether the bars of a series fill, value and check; learns of one that is new.
  public mutating func trades(
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
      times.append(.earliest)
    }
    let isTraded = series.interval == interval
    trades[index] = isTraded
    known += 1
    if isTraded {
      seriesOfSymbol[series.symbol] = index
      try findLot(index, series.symbol)
    }
    return isTraded
  }

  /// A symbol without a lot is refused: what it trades in cannot be guessed.
  private mutating func findLot(
    _ index: SeriesIndex, _ symbol: Symbol
  ) throws(StageError) {
    guard let table else { return }
    guard let lot = table.lot(of: symbol) else {
      throw StageError(.configuration, "found bars of \(symbol), which --lots does not name")
    }
    if let quote = lot.quote,
      let other = lots.compactMap(\.quote).first(where: { $0 != quote })
    {
      throw StageError(
        .configuration,
        "found \(symbol) in \(quote) beside others in \(other), expected one quote currency")
    }
    while lots.count <= index { lots.append(.finest) }
    lots[index] = lot
  }

  /// Learns of the series of a step that are new. The step is `inout` because handing it over in any
  /// other way copies it.
  @inline(__always)
  public mutating func learn(_ step: inout Step) throws(StageError) {
    // As a rule all series of the run have had a bar.
    if known != step.series.count { try learnNew(&step) }
  }

  private mutating func learnNew(_ step: inout Step) throws(StageError) {
    for index in step.bars.indices where !knows(step.bars[index].series) {
      _ = try trades(step.bars[index].series, step.series)
    }
  }

  /// Takes the closes of the bars that trade, of series that have been learned.
  public mutating func close(_ step: inout Step) {
    for index in step.bars.indices {
      let series = step.bars[index].series
      if isTraded(series) { close(series, at: step.bars[index].close, step.ts) }
    }
  }

  /// Takes the close of a bar, and its mark.
  public mutating func close(_ index: SeriesIndex, at price: Price, _ ts: Timestamp) {
    closes[index] = price
    times[index] = ts
  }

  /// The open of the bar of a step whose close has not been taken. A bar that is not bound to time
  /// does not say it: it is no earlier than the close of the bar before, which is taken for it, so
  /// that what fills at an open happens before what the bar brings.
  public func openTime(of index: SeriesIndex, _ step: borrowing Step) -> Timestamp {
    guard step.series[index].interval.milliseconds == nil, times[index] > .earliest else {
      return step.openTime(of: index)
    }
    return times[index]
  }

  /// Refuses a stream whose bars are all on other intervals than the one that was asked for.
  public func checkInterval(_ table: SeriesTable) throws(StageError) {
    guard isGiven, let interval, !trades.isEmpty, !trades.contains(true) else { return }
    let found = table.list.indices.filter { $0 < trades.count && trades[$0] == false }
      .map { table[$0].interval.text }
    throw StageError(
      .configuration,
      "found no bar on \(interval), which --interval names, expected one to trade on",
      help: "the stream has bars on \(Set(found).sorted().joined(separator: " "))")
  }
}
