import SFCore

/// One mark as filters and sizers learn it: after fills and exits, before the first entry.
///
/// They are shown every mark, with signals or without: a filter that learned
/// only from entries would have nothing to judge by.
public struct MarkView: Sendable {
  /// The close boundary of its bars.
  public let time: Timestamp
  /// The bars of the symbols that trade.
  public let bars: [MarkBar]
  /// The signals of symbols that have a bar.
  public let votes: [Vote]
  /// The positions that were closed since the last mark.
  public let closed: [RoundTrip]
  /// Cash and positions at the last closes.
  public let equity: Money
  /// The highest equity at earlier marks, at first the capital.
  public let highWater: Price

  public init(
    time: Timestamp, bars: [MarkBar], votes: [Vote] = [], closed: [RoundTrip] = [],
    equity: Money = .zero, highWater: Price = .zero
  ) {
    self.time = time
    self.bars = bars
    self.votes = votes
    self.closed = closed
    self.equity = equity
    self.highWater = highWater
  }
}

/// A bar of a symbol that trades, and where its columns are.
public struct MarkBar: Sendable {
  public let bar: Bar
  /// Its further market fields.
  public let fields: [MarketField]
  /// The place of its first column in the values of the mark.
  public let start: Int
  /// How many columns it has.
  public let count: Int

  public init(_ bar: Bar, _ fields: [MarketField] = [], start: Int, count: Int) {
    self.bar = bar
    self.fields = fields
    self.start = start
    self.count = count
  }
}

/// A signal, and the series on which its symbol trades.
public struct Vote: Hashable, Sendable {
  public let series: SeriesIndex
  public let signal: Signal

  public init(series: SeriesIndex, signal: Signal) {
    self.series = series
    self.signal = signal
  }

  public var detector: String { signal.detector }
  public var direction: SignalDirection { signal.direction }
}

/// A position that was opened and closed.
public struct RoundTrip: Hashable, Sendable {
  /// `nil` for a symbol of an earlier run that has had no bar in this one.
  public let series: SeriesIndex?
  public let detector: String?
  /// When the exit filled.
  public let exitTime: Timestamp
  /// Net of both fees, in quote currency.
  public let pnl: Price
  /// Entry price × quantity.
  public let notional: Money

  public init(
    series: SeriesIndex?, detector: String? = nil, exitTime: Timestamp, pnl: Price, notional: Money
  ) {
    self.series = series
    self.detector = detector
    self.exitTime = exitTime
    self.pnl = pnl
    self.notional = notional
  }

  /// Net of fees, as a fraction of the entry's notional; 0 without notional.
  public var gain: Double { notional > .zero ? pnl.double / notional.double : 0 }
}

extension Signal {
  /// The strength; 1 when the detector has none.
  public var knownStrength: Double { strength.isNaN ? 1 : strength }
}
