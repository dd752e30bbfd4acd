import SFCore
import SFStats

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

/// A signal, or what the signals of one detector on several intervals say together, and the series
/// on which its symbol trades.
public struct Vote: Hashable, Sendable {
  public let series: SeriesIndex
  public let signal: Signal
  /// The series of further signals that it stands for.
  public private(set) var further: [SeriesIndex] = []

  public init(series: SeriesIndex, signal: Signal) {
    self.series = series
    self.signal = signal
  }

  /// One vote of the signals of one detector, with the means of what they say; `nil` when they do
  /// not agree on the side.
  init?(_ votes: ArraySlice<Vote>) {
    guard let first = votes.first, votes.allSatisfy({ $0.direction == first.direction }) else {
      return nil
    }
    series = first.series
    signal = Signal(
      series: first.signal.series, detector: first.detector, direction: first.direction,
      strength: votes.map(\.signal.knownStrength).mean ?? 1,
      probability: votes.compactMap(\.signal.probability).mean)
    further = votes.dropFirst().map(\.signal.series)
  }

  /// The signals that it stands for.
  var count: Int { 1 + further.count }

  /// Whether one of them is on this series.
  func isOn(_ series: SeriesIndex) -> Bool {
    signal.series == series || further.contains(series)
  }

  public var detector: String { signal.detector }
  public var direction: SignalDirection { signal.direction }
}

extension Signal {
  /// The strength; 1 when the detector has none.
  public var knownStrength: Double { strength.isNaN ? 1 : strength }
}

extension [Double] {
  /// `nil` for none.
  var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }
}

extension ReturnHistory {
  /// Takes the closes of a mark.
  mutating func update(_ mark: MarkView) {
    for index in mark.bars.indices {
      add(mark.bars[index].bar.close, of: mark.bars[index].bar.series, at: mark.time)
    }
  }
}
