import SFCore
import SFFeeds
import SFStore

/// Keeps bars in a store, with what the exchange lacks; what is there is not asked for again.
final class StoreBuffer: BarBuffer {
  private let store: any MarketStore
  private let datasets: [Dataset]
  private let rules: [RowRule]
  private var rows = RowBatch(.spot)

  /// Rows of a read, which is the size of a page of the exchange.
  private static let most = 1_000

  init(_ store: any MarketStore, _ series: [Series]) {
    self.store = store
    datasets = series.map { Dataset(.spot, $0) }
    rules = datasets.map(RowRule.init)
  }

  /// The parts of a span that are neither there nor known to be lacking.
  ///
  /// Bars that are missing between the first and the last that are there are such a part only where
  /// it is to be repaired: to find them all bars of the series are read.
  func missing(ofSeries index: Int, in wanted: TimeRange, isRepaired: Bool) throws -> [TimeRange] {
    let dataset = datasets[index]
    let length = BarGrid(dataset.series.interval).length
    var there: [TimeRange] = []
    if let last = try store.last(of: dataset), let first = try first(of: dataset) {
      there = [TimeRange(first, last.milliseconds + length)]
    }
    if isRepaired {
      let gaps = try store.gaps(in: dataset).map { TimeRange($0, length) }
      there = there.flatMap { $0.subtracting(gaps) }
    }
    there += try store.absences(of: dataset).map { TimeRange($0, length) }
    return wanted.subtracting(there)
  }

  /// The first open behind the bars that are there, of the series that ends first; `nil` when there
  /// are none of any.
  func end() throws -> Int64? {
    try datasets.compactMap { dataset in
      try store.last(of: dataset).map {
        $0.milliseconds + BarGrid(dataset.series.interval).length
      }
    }.min()
  }

  private func first(of dataset: Dataset) throws -> Int64? {
    rows.removeAll()
    try store.read(dataset, after: .before(.earliest), to: .latest, limit: 1, into: &rows)
    return rows.times.first
  }

  func keep(_ batch: BarBatch) throws {
    let dataset = datasets[batch.series]
    let length = BarGrid(dataset.series.interval).length
    rows.removeAll()
    for bar in batch.bars {
      try rows.append(bar.bar, opening: Timestamp(milliseconds: bar.openTime), bar.fields)
    }
    let lacking = batch.lacking.map { $0.barSpan(length) }
    guard !rows.isEmpty || !lacking.isEmpty else { return }
    try store.transaction {
      if !rows.isEmpty { try store.append(rows, to: dataset, onConflict: nil) }
      if !lacking.isEmpty { try store.note(absent: lacking, of: dataset) }
    }
  }

  func bars(ofSeries index: Int, in span: TimeRange) throws -> [ClosedBar] {
    rows.removeAll()
    try store.read(
      datasets[index], by: rules[index], after: RowPlace(milliseconds: span.from - 1),
      to: min(.latest, Timestamp(milliseconds: span.to)), limit: Self.most, into: &rows)
    return (0..<rows.count).map { row in
      var bar = rows.bar(row)
      bar.series = index
      return ClosedBar(openTime: rows.times[row], bar: bar, fields: rows.fields(row))
    }
  }
}

extension TimeRange {
  /// The opens of bars of a length that stand side by side.
  fileprivate init(_ bars: BarSpan, _ length: Int64) {
    self.init(bars.first.milliseconds, bars.last.milliseconds + length)
  }

  /// The first and the last open of bars of a length.
  fileprivate func barSpan(_ length: Int64) -> BarSpan {
    BarSpan(
      first: Timestamp(milliseconds: from),
      last: Timestamp(milliseconds: from + (to - from - 1) / length * length))
  }
}
