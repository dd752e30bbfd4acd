import SFCore

/// What the gate knows of the market: the series that trade, their closes, bars and quotes.
public struct RiskMarket: Sendable, Codable {
  /// The closes at which orders are decided: of the interval on which symbols trade.
  public private(set) var markets: Markets
  /// By series that trades: the last close of its symbol on any interval; zero before the first.
  public private(set) var closes: [Price] = []
  /// Marks at which a bar of a series that trades closed.
  public private(set) var marks = 0
  /// By series that trades: its bars so far, and when the last of them closed.
  private var bars: [KnownBars] = []
  /// By series that trades: the newest quote of its symbol; `nil` without one.
  private var quotes: [KnownQuote?] = []
  /// By series of another interval: the one on which its symbol trades, once that is known.
  private var traded: [SeriesIndex?] = []

  init(interval: Interval?, lots: LotTable?) {
    markets = Markets(interval: interval, lots: lots)
  }

  private struct KnownBars: Sendable, Codable {
    var count = 0
    /// `nil` before the first.
    var last: Timestamp?
  }

  /// What a venue last bid and asked, and when.
  public struct KnownQuote: Hashable, Sendable, Codable {
    public let bid: Price
    public let ask: Price
    public let time: Timestamp
  }

  /// The length of a bar in milliseconds; 0 where it has none, so that only the bar of a mark is
  /// recent.
  public var barLength: Int64 { markets.interval?.milliseconds ?? 0 }

  public func lastBar(of series: SeriesIndex) -> Timestamp? {
    series < bars.count ? bars[series].last : nil
  }

  public func quote(of series: SeriesIndex) -> KnownQuote? {
    series < quotes.count ? quotes[series] : nil
  }

  /// The bars of a series so far.
  public func count(of series: SeriesIndex) -> Int { series < bars.count ? bars[series].count : 0 }

  mutating func learn(_ step: inout Step) throws(StageError) {
    try markets.learn(&step)
    while closes.count < markets.closes.count {
      closes.append(.zero)
      bars.append(KnownBars())
    }
  }

  /// Takes the closes and the quotes of a mark whose series it has learned.
  mutating func close(_ step: inout Step) {
    var trades = false
    for index in step.bars.indices {
      let (series, close) = (step.bars[index].series, step.bars[index].close)
      if markets.isTraded(series) {
        trades = true
        markets.close(series, at: close, step.ts)
        closes[series] = close
        bars[series].count += 1
        bars[series].last = step.ts
      } else if let other = tradedSeries(besides: series, step.series), !step.hasBar(of: other) {
        closes[other] = close
      }
    }
    if trades { marks += 1 }
    guard step.last(Quote.self) != nil else { return }
    for quote in step.messages(of: Quote.self) {
      guard let series = markets.series(of: quote.symbol) else { continue }
      while quotes.count <= series { quotes.append(nil) }
      quotes[series] = KnownQuote(bid: quote.bid, ask: quote.ask, time: step.ts)
    }
  }

  /// The series on which the symbol of another one trades; `nil` before its first bar.
  private mutating func tradedSeries(
    besides series: SeriesIndex, _ table: SeriesTable
  ) -> SeriesIndex? {
    while traded.count <= series { traded.append(nil) }
    if traded[series] == nil { traded[series] = markets.series(of: table[series].symbol) }
    return traded[series]
  }
}
