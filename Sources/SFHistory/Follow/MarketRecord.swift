import SFCore
import SFIngest

/// What a stream of the market has said so far, as far as what it says next depends on it: where
/// gaps begin, whether an outage was said, and how many lines there are.
package struct MarketRecord: Sendable {
  package let series: [Series]
  /// The close of the last bar of each series, in milliseconds; `nil` for one without any.
  package private(set) var closes: [Int64?]
  /// `nil` before the first.
  package private(set) var lastMark: Timestamp?
  /// Whether the last alert of the exchange raised it; `nil` without any.
  private var isRaised: Bool?
  private var counts = Counts()
  /// By the number of a series in the steps that are noted: its place; -1 for one of none of ours.
  private var places: [Int] = []

  private struct Counts {
    var bars = 0
    var gaps = 0
    var quotes = 0
    var alerts = 0
    var marks = 0
  }

  /// Of a stream that has nothing yet, or of one that goes on behind a mark and of which no more is
  /// known.
  package init(_ series: [Series], upTo mark: Timestamp? = nil) {
    self.series = series
    closes = series.map { _ in nil }
    lastMark = mark
  }

  /// Whether an outage was said, and not its end.
  package var isOutage: Bool { isRaised ?? false }

  package var hasBars: Bool { closes.contains { $0 != nil } }

  /// Whether the last bars of all series are known.
  var isComplete: Bool { closes.allSatisfy { $0 != nil } }

  /// The places of the series that had no bar when others last had one.
  package var absent: Set<Int> {
    let last = closes.lazy.compactMap(\.self).max()
    return Set(closes.indices.filter { last != nil && closes[$0] != last })
  }

  /// The lines by type, in the order of the types.
  package var lines: [End.Count] {
    [
      ("bar", counts.bars), ("gap", counts.gaps), ("quote", counts.quotes),
      ("alert", counts.alerts), ("mark", counts.marks),
    ].filter { $0.1 > 0 }.map { End.Count(type: $0.0, lines: $0.1) }
  }

  // MARK: Saying more

  /// Adds the bars of one close to a step, each behind the gap that it ends.
  package mutating func add(_ bars: [SuppliedBar], to step: inout Step) {
    for supplied in bars {
      let index = step.series.index(of: series[supplied.bar.series])
      if let gap = gap(before: supplied, index) { step.add(gap) }
      var bar = supplied.bar
      bar.series = index
      step.add(bar, supplied.fields)
    }
  }

  /// The bars that are missing between the last of a series and this one.
  private func gap(before next: SuppliedBar, _ index: SeriesIndex) -> Gap? {
    let place = next.bar.series
    guard let last = closes[place], let length = series[place].interval.milliseconds,
      next.close > last + length
    else { return nil }
    return Gap(
      series: index, from: Timestamp(milliseconds: last + length),
      to: Timestamp(milliseconds: next.close - length),
      bars: Int((next.close - last) / length) - 1)
  }

  /// Notes bars that the stream has had before it goes on.
  package mutating func pass(_ bars: [SuppliedBar]) {
    for bar in bars { closes[bar.bar.series] = bar.close }
  }

  // MARK: Noting

  /// Notes a step that is complete.
  package mutating func note(_ step: borrowing Step) {
    while places.count < step.series.count {
      let next = step.series[places.count]
      places.append(series.firstIndex(of: next) ?? -1)
    }
    for index in step.bars.indices {
      let place = places[step.bars[index].series]
      if place >= 0 { closes[place] = step.ts.milliseconds }
    }
    let alerts = step.messages(of: Alert.self)
    for index in alerts.indices where alerts[index].rule == ExchangeAlert.rule {
      isRaised = alerts[index].state == ExchangeAlert.raised
    }
    counts.bars += step.bars.count
    counts.gaps += step.gaps.count
    counts.quotes += step.messages(of: Quote.self).count
    counts.alerts += alerts.count
    counts.marks += 1
    lastMark = step.ts
  }

  /// Takes what is known of an earlier part of the stream.
  mutating func add(earlier part: MarketRecord) {
    for place in closes.indices { closes[place] = closes[place] ?? part.closes[place] }
    lastMark = lastMark ?? part.lastMark
    isRaised = isRaised ?? part.isRaised
    counts.bars += part.counts.bars
    counts.gaps += part.counts.gaps
    counts.quotes += part.counts.quotes
    counts.alerts += part.counts.alerts
    counts.marks += part.counts.marks
  }
}
