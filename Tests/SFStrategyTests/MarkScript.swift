import SFCore
import SFStrategy
import SFTestSupport
import Testing

/// What a component learns and is asked, made by a test: marks a minute apart, and entries.
struct Marks {
  /// The columns of each row: one width for all.
  let width: Int
  private(set) var minute = 0
  private(set) var values: [Double] = []
  private(set) var closes: [SeriesIndex: Price] = [:]

  init(columns: Int = 0) { width = columns }

  var time: Timestamp { Timestamp(milliseconds: Int64(minute) * 60_000) }

  /// The next mark: a close for each series, `nil` where it has no bar, and its columns.
  mutating func next(
    _ closes: [Price?], columns: [[Double]] = [], votes: [Vote] = [], closed: [RoundTrip] = [],
    equity: Money = Money(1_000 as Price), highWater: Price = 1_000
  ) -> MarkView {
    minute += 1
    values = []
    var bars: [MarkBar] = []
    for (series, close) in closes.enumerated() {
      guard let close else { continue }
      self.closes[series] = close
      bars.append(
        MarkBar(
          Bar(series: series, open: close, high: close, low: close, close: close, volume: nil),
          start: values.count, count: width))
      values += columns.isEmpty ? [] : columns[series]
    }
    return MarkView(
      time: time, bars: bars, votes: votes, closed: closed, equity: equity, highWater: highWater)
  }

  /// An entry of a series at its last close.
  func entry(
    _ series: SeriesIndex = 0, _ direction: Direction = .long, detectors: [String] = ["test"]
  ) -> EntryView {
    EntryView(
      series: series, direction: direction, close: closes[series] ?? 0, time: time,
      detectors: detectors)
  }
}

/// A book with open positions, of series 0 unless said otherwise.
func book(_ entries: [Price], series: [SeriesIndex] = []) -> Book {
  var book = Book(capital: Money(1_000_000 as Price))
  for (index, price) in entries.enumerated() {
    book.open(at: price, id: "\(index)", series: index < series.count ? series[index] : 0)
  }
  return book
}

extension Book {
  /// Opens a position as an entry that filled at once would.
  @discardableResult
  mutating func open(
    at price: Price, id: String = "p", series: SeriesIndex = 0, _ direction: Direction = .long,
    quantity: Quantity = 1, rules: ExitRules = ExitRules(), detector: String? = nil
  ) -> Position {
    let order = Order(
      id: id, symbol: "BTCUSDT", side: direction.entrySide, quantity: quantity, position: id,
      intent: .enter, reason: "test", detector: detector, reference: price)
    plan(PendingEntry(order, series, rules))
    let fill = BookedFill(side: order.side, price: price, quantity: quantity, time: .earliest)
    guard let place = enter(entries.count - 1, fill) else { preconditionFailure("out of range") }
    dropEntry(at: entries.count - 1)
    return positions[place]
  }
}

extension Position {
  /// One unit of a position that was opened by one fill.
  init(
    id: String = "1", entryPrice: Price, _ direction: Direction, isOpenedInside: Bool = false
  ) {
    let order = Order(
      id: id, symbol: "BTCUSDT", side: direction.entrySide, quantity: 1, position: id,
      intent: .enter, reason: "test", reference: entryPrice)
    self.init(
      PendingEntry(order, 0, ExitRules()),
      BookedFill(side: order.side, price: entryPrice, quantity: 1, time: .earliest),
      isOpenedInside: isOpenedInside)
  }
}

/// The filter that a spec names, bound to the first columns.
func filter(_ spec: String) throws -> any EntryFilter {
  var filter = try filterCatalog.make(spec).0
  filter.bind(Array(filter.needs.indices))
  return filter
}

extension EntryFilter {
  /// Asks a filter that reads no columns.
  func answer(_ entry: EntryView, _ book: Book = Book(capital: .zero)) -> FilterAnswer {
    let row: [Double] = []
    return answer(entry, book, row.span)
  }

  func answer(_ entry: EntryView, row: [Double]) -> FilterAnswer {
    answer(entry, Book(capital: .zero), row.span)
  }

  mutating func update(_ mark: MarkView, row: [Double] = []) { update(mark, row.span) }
}

/// Closes of seeded walks that start at 100, in steps of a hundredth; some bars are missing.
func randomCloses(
  _ count: Int, series: Int = 1, missing: Double = 0, seed: UInt64
) -> [[Price?]] {
  var random = SeededGenerator(seed: seed)
  var units = [Int64](repeating: 10_000_000_000, count: series)
  return (0..<count).map { _ in
    units.indices.map { index in
      units[index] += Int64.random(in: -150...150, using: &random) * 1_000_000
      return Double.random(in: 0..<1, using: &random) < missing ? nil : Price(units: units[index])
    }
  }
}
