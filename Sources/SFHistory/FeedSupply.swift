import SFCore
import SFFeeds
import SFIngest
import SFRun

/// The bars of a feed in order of their close over all series, each kept before it is handed on.
///
/// A bar of time T waits for those of the other series. Once a series is live it is waited for no
/// longer than `patience`: what comes later is kept, and missing in the stream. One that was given
/// up so is not waited for again until it is heard of.
package final class FeedSupply: BarSupply {
  package let name: String
  package let series: [Series]

  /// Called with each batch that has been kept.
  var onKept: ((BarBatch) -> Void)?

  /// Called once all has come, before that is said.
  var onEnd: (() throws -> Void)?

  private let feed: any BarFeed
  private let buffer: any BarBuffer
  private var tracks: [Track]
  private let patience: TimeSpan
  private let clock: any Clock
  private let moment: (Int64) -> Moment
  /// The close that is waited for, and until when.
  private var waited: (close: Int64, until: Moment)?

  private struct Track {
    let length: Int64
    /// The next open that may be handed on.
    var cursor: Int64
    /// Parts that are not settled yet, in order; before the first all is.
    var missing: [TimeRange]
    let end: Int64
    /// Whether it was without a bar where the stream goes on.
    let wasAbsent: Bool
    /// Whether it was given up, and nothing has been heard of the bars of that time since.
    var isAbsent = false
    var bars: ArraySlice<ClosedBar> = []

    /// All opens before are settled.
    var frontier: Int64 { missing.first?.from ?? end }
  }

  /// `wanted` are the opens that the stream has of each series, `missing` those that the feed is to
  /// bring, of which those before go to the buffer alone; all others are kept already. `absent` are
  /// the places of series that were without a bar where the stream begins, which goes on behind it;
  /// `moment` is when the time of the feed's server will be this.
  package init(
    _ feed: any BarFeed, _ buffer: any BarBuffer, wanted: TimeRange, missing: [[TimeRange]],
    absent: Set<Int> = [], patience: TimeSpan, name: String, _ clock: any Clock,
    moment: @escaping (Int64) -> Moment
  ) {
    self.clock = clock
    self.moment = moment
    self.feed = feed
    self.buffer = buffer
    self.patience = patience
    self.name = name
    series = feed.series
    tracks = feed.series.indices.map { index in
      Track(
        length: feed.series[index].interval.milliseconds ?? 0, cursor: wanted.from,
        missing: missing[index], end: wanted.to, wasAbsent: absent.contains(index))
    }
  }

  package func next(waiting: Bool) throws -> SupplyEvent {
    while true {
      try fill()
      if let index = earliest {
        let close = self.close(of: index) ?? 0
        if isComplete(before: close) { return .bar(hand(on: index)) }
      } else {
        waited = nil
        if feed.isFinished { try onEnd?() }
        if feed.isFinished || feed.isStopped { return .end }
      }
      guard waiting else { return .blocked }
      if try !pump(until: waited?.until ?? .never), feed.isStopped { return .end }
    }
  }

  package func hasAllBars(of milliseconds: Int64) -> Bool {
    !tracks.indices.contains { mayClose($0, by: milliseconds) }
  }

  // MARK: Whole steps

  /// The bars of the next close, in the order of the series; empty while not all of them are there.
  package func nextStep() throws -> [SuppliedBar] {
    try fill()
    guard let earliest, let close = close(of: earliest), isComplete(before: close) else {
      if tracks.allSatisfy(\.bars.isEmpty) { waited = nil }
      return []
    }
    return tracks.indices.filter { self.close(of: $0) == close }.map(hand)
  }

  /// Whether no further step will come.
  package var isFinished: Bool { feed.isFinished && tracks.allSatisfy(\.bars.isEmpty) }

  /// Waits for something to come: bars, news of the server, a moment, or that the run is to stop.
  package func wait(until deadline: Moment) throws {
    _ = try pump(until: min(deadline, waited?.until ?? .never))
  }

  // MARK: Order

  private func close(of index: Int) -> Int64? {
    tracks[index].bars.first.map { $0.openTime + tracks[index].length }
  }

  /// The series whose next bar closes first.
  private var earliest: Int? {
    var first: (index: Int, close: Int64)?
    for index in tracks.indices {
      guard let close = close(of: index), close < first?.close ?? .max else { continue }
      first = (index, close)
    }
    return first?.index
  }

  /// Whether a bar of a series may still come that closes at that time or before.
  private func mayClose(_ index: Int, by close: Int64) -> Bool {
    let track = tracks[index]
    if let own = self.close(of: index) { return own <= close }
    guard !track.missing.isEmpty, !feed.isFinished else { return false }
    return max(track.cursor, track.frontier) + track.length <= close
  }

  /// Whether no bar without a place yet can stand before one that closes then.
  private func isComplete(before close: Int64) -> Bool {
    let late = tracks.indices.filter { tracks[$0].bars.isEmpty && mayClose($0, by: close) }
    let awaited = late.filter { !tracks[$0].isAbsent }
    guard awaited.allSatisfy({ feed.isLive($0) || tracks[$0].wasAbsent }) else {
      waited = nil
      return false
    }
    if !awaited.isEmpty {
      if waited?.close != close { waited = (close, end(ofWaitFor: close)) }
      guard let until = waited?.until, clock.now >= until else { return false }
    }
    pass(late, close)
    waited = nil
    return true
  }

  /// Until when bars of a close are waited for: so long behind it, or, where all are later than that
  /// after an outage, so long from now.
  private func end(ofWaitFor close: Int64) -> Moment {
    let (now, end) = (clock.now, moment(close) + patience)
    return end > now ? end : now + patience
  }

  /// Gives up the bars of some series that close by then.
  private func pass(_ late: [Int], _ close: Int64) {
    for index in late {
      let length = tracks[index].length
      let opens = (close - tracks[index].cursor) / length
      tracks[index].cursor += max(0, opens) * length
      tracks[index].isAbsent = true
    }
  }

  private func hand(on index: Int) -> SuppliedBar {
    let kept = tracks[index].bars.removeFirst()
    let close = kept.openTime + tracks[index].length
    tracks[index].cursor = close
    return SuppliedBar(close: close, bar: kept.bar, fields: kept.fields)
  }

  // MARK: Bars

  /// Takes kept bars where a series has none at hand.
  private func fill() throws {
    for index in tracks.indices where tracks[index].bars.isEmpty {
      let span = TimeRange(tracks[index].cursor, tracks[index].frontier)
      guard !span.isEmpty else { continue }
      let bars = try buffer.bars(ofSeries: index, in: span)
      tracks[index].bars = bars.drop { $0.openTime < span.from }
      if tracks[index].bars.isEmpty { tracks[index].cursor = span.to }
    }
  }

  /// Keeps the next batch; `false` when none has come.
  private func pump(until deadline: Moment) throws -> Bool {
    guard let batch = try feed.next(until: deadline) else { return false }
    try buffer.keep(batch)
    settle(batch.span, ofSeries: batch.series)
    onKept?(batch)
    return true
  }

  private func settle(_ span: TimeRange, ofSeries index: Int) {
    var missing = tracks[index].missing
    while let first = missing.first, first.to <= span.to { missing.removeFirst() }
    if let first = missing.first, first.from < span.to { missing[0].from = span.to }
    tracks[index].missing = missing
    if tracks[index].frontier >= tracks[index].cursor { tracks[index].isAbsent = false }
  }
}
