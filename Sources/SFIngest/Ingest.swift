import SFCore
import SFWire

/// Market data into steps: several inputs merged in order of time, each held one bar ahead.
///
/// All bars of one time make one step, by symbol, then interval. A bar that comes twice is taken
/// once; bars that are missing before a bar make a gap.
public struct Ingest {
  private let options: IngestOptions
  private let tally: Tally
  private let resampler: Resampler?
  /// What is still to be opened, in the order of the command line.
  private var sources: [IngestInput]
  private var feeds: [Feed] = []
  private var heap = FeedHeap()
  private var isOpened = false
  private var isFinished = false
  /// The series of the run: when their last bar was, and their place in the order of the wire.
  private var tracks: [Track] = []
  private var ranked = 0  // How many of them have their rank.
  private var collected: [CollectedBar] = []
  /// Set when the last step was handed out before the only input was read on: a live bar waits not.
  private var isBehind = false
  /// The bars of the last step, where a late duplicate may still come.
  private var emitted: [(bar: Bar, fields: [MarketField])] = []
  private var emittedTs: Int64 = .min

  private struct Track {
    var last: Int64?
    /// In milliseconds; 0 for bars that are not bound to time.
    let length: Int64
    var rank = 0
  }

  public init(_ sources: [any ByteSource], _ options: IngestOptions) {
    self.init(sources.map(IngestInput.bytes), options)
  }

  /// A synthetic market in place of files.
  public init(_ markets: [SyntheticMarket], _ options: IngestOptions) {
    self.init(markets.map(IngestInput.market), options)
  }

  /// Bars that are kept, a source for each series.
  package init(_ sources: [any BarSource], _ options: IngestOptions) {
    self.init(sources.map(IngestInput.bars), options)
  }

  /// Bars that are handed over in memory.
  public init(_ supply: any BarSupply, _ options: IngestOptions) {
    self.init([.supply(supply)], options)
  }

  private init(_ sources: [IngestInput], _ options: IngestOptions) {
    self.sources = sources
    var options = options
    // What is to be mended is read first.
    options.isLenient = options.repair != nil
    self.options = options
    let tally = Tally(skippable: options.skippable)
    self.tally = tally
    resampler = options.resampling.map {
      Resampler(
        $0, options.partial ?? .drop, zone: options.shape.zone, calendar: options.calendar,
        tally)
    }
  }

  /// Called before a read that has to wait, so that what is complete can be written.
  public func onWaiting(_ action: @escaping () throws -> Void) { tally.beforeWaiting = action }

  /// Whether an input was a stream without an end.
  public var isCut: Bool { feeds.contains { $0.rows.isCut } }

  /// How many inputs are merged.
  public var inputs: Int { max(sources.count, feeds.count) }

  public var hasNotes: Bool { !tally.notes.isEmpty }

  /// What is to be said since the last call.
  public mutating func takeNotes() -> [IngestNote] {
    if tally.notes.isEmpty { return [] }
    defer { tally.notes = [] }
    return tally.notes
  }

  // MARK: Steps

  /// Makes the next step; `false` when there is none.
  public mutating func next(_ step: inout Step) throws -> Bool {
    let isStep: Bool
    if let resampler {
      isStep = try resampler.next(&step) { try nextOfInput(&$0) }
    } else {
      isStep = try nextOfInput(&step)
    }
    if !isStep { finish() }
    return isStep
  }

  /// Makes the next step of the bars that come.
  private mutating func nextOfInput(_ step: inout Step) throws -> Bool {
    if !isOpened { try open() }
    if isBehind { try catchUp(step) }
    while let (ts, first) = heap.first {
      step.begin(Timestamp(milliseconds: ts))
      let feed = feeds[first]
      let head = self.head(of: feed, first, &step)
      try moveOn(feed, ts)
      if !isBehind, heap.first?.ts == ts {
        try collect(head, ts, &step)
        for bar in collected { try take(bar, ts, &step) }
      } else {
        try take(head, ts, &step)
      }
      // A step whose bars were all skipped is none.
      if !step.bars.isEmpty {
        if isBehind {
          (emitted, emittedTs) = (
            step.bars.indices.map { (step.bars[$0], step.fields(ofBar: $0)) }, ts
          )
        }
        return true
      }
      if isBehind { try catchUp(step) }
    }
    return false
  }

  private mutating func open() throws {
    isOpened = true
    for source in sources {
      let feed = try Feed(try source.open(options, tally), options, tally)
      if try feed.advance(waiting: true) == .row { heap.insert(feed.ts, feeds.count) }
      feeds.append(feed)
    }
    sources = []
  }

  /// The bar at the head of an input.
  @inline(__always)
  private mutating func head(
    of feed: Feed, _ index: Int, _ step: inout Step
  ) -> CollectedBar {
    let series = feed.rows.states[feed.row.slot].series ?? self.series(of: feed, &step)
    var bar = feed.row.bar
    bar.series = series
    return CollectedBar(
      bar: bar, fields: feed.row.fields, feed: index, line: feed.row.line, column: feed.row.column)
  }

  /// Reads the next bar of the input that was first.
  @inline(__always)
  private mutating func moveOn(_ feed: Feed, _ ts: Int64) throws {
    switch try advance(feed, ts) {
    case .row: heap.replaceFirst(feed.ts)
    case .end: heap.removeFirst()
    case .blocked: isBehind = true
    }
  }

  /// Takes all bars of one time, of which the first is given, and puts them in order.
  private mutating func collect(_ head: CollectedBar, _ ts: Int64, _ step: inout Step) throws {
    collected.removeAll(keepingCapacity: true)
    collected.append(head)
    while !isBehind, let first = heap.first, first.ts == ts {
      let feed = feeds[first.feed]
      collected.append(self.head(of: feed, first.feed, &step))
      try moveOn(feed, ts)
    }
    try arrange(ts, step)
  }

  /// Reads the next bar; does not wait for it when the step is known to be complete.
  @inline(__always)
  private func advance(_ feed: Feed, _ ts: Int64) throws -> Advance {
    let event = try feed.advance(waiting: feeds.count > 1)
    guard event == .blocked, !feed.rows.hasAllBars(of: ts) else { return event }
    return try feed.advance(waiting: true)
  }

  /// The series of the bar at the head of an input, numbered when it is new.
  private mutating func series(of feed: Feed, _ step: inout Step) -> SeriesIndex {
    let slot = feed.rows.slots[feed.row.slot]
    guard let interval = slot.interval else { preconditionFailure("the interval is known here") }
    let index = step.series.index(of: Series(symbol: slot.symbol, interval: interval))
    feed.rows.states[feed.row.slot].series = index
    while tracks.count < step.series.count {
      let length = step.series[tracks.count].interval.milliseconds ?? 0
      tracks.append(Track(last: nil, length: length))
    }
    return index
  }

  /// Ranks the series anew where more have begun. Behind them stand those of resampled bars.
  private mutating func rank(_ series: borrowing SeriesTable) {
    guard ranked < tracks.count else { return }
    ranked = tracks.count
    let list = series.list
    let order = list.indices.sorted { Series.isOrdered(list[$0], list[$1]) }
    for (rank, series) in order.enumerated() where series < ranked { tracks[series].rank = rank }
  }

  /// Puts the bars of a step in the order of the wire, each series once.
  private mutating func arrange(_ ts: Int64, _ step: borrowing Step) throws {
    rank(step.series)
    let isArranged = collected.indices.dropFirst().allSatisfy {
      rank(collected[$0 - 1]) < rank(collected[$0])
    }
    if isArranged { return }
    let sorted = collected.sorted {
      (rank($0), $0.feed, $0.line) < (rank($1), $1.feed, $1.line)
    }
    var kept: [CollectedBar] = []
    for next in sorted {
      guard let last = kept.last, last.bar.series == next.bar.series else {
        kept.append(next)
        continue
      }
      if last.bar == next.bar, last.fields == next.fields {
        tally.duplicates += 1
      } else if let rule = options.onConflict {
        if rule == .last { kept[kept.count - 1] = next }
      } else {
        let first = "\(feeds[last.feed].rows.file):\(last.line)"
        let file = feeds[next.feed].rows.file
        try tally.skip(next.conflict(with: first, step.series[next.bar.series], ts, in: file))
      }
    }
    collected = kept
  }

  private func rank(_ bar: CollectedBar) -> Int { tracks[bar.bar.series].rank }

  /// Takes a bar into the step, and the gap that it ends.
  @inline(__always)
  private mutating func take(_ bar: CollectedBar, _ ts: Int64, _ step: inout Step) throws {
    let series = bar.bar.series
    let length = tracks[series].length
    if let last = tracks[series].last, ts - last != length, length > 0 {
      let rows = feeds[bar.feed].rows
      guard let steps = rows.localClock.steps(from: last, to: ts, length) else {
        try tally.skip(bar.offGrid(from: last, to: ts, length, step.series[series], of: rows))
        return
      }
      if steps > 1, let gap = rows.gap(series, behind: last, steps, length, options.calendar) {
        step.take(gap)
        if options.calendar == nil, WeekendWatch.isWeekend(gap, length) { tally.weekends += 1 }
      }
    }
    tracks[series].last = ts
    step.take(bar.bar, bar.fields)
  }

  // MARK: Live input

  /// Reads the bar that the last step did not wait for.
  private mutating func catchUp(_ step: borrowing Step) throws {
    isBehind = false
    let feed = feeds[0]
    while true {
      guard try feed.advance(waiting: true) == .row else {
        heap.removeFirst()
        return
      }
      guard feed.ts <= emittedTs else { break }
      try settleLate(feed, step)
    }
    heap.replaceFirst(feed.ts)
  }

  /// A bar of a step that has been handed out: a duplicate, or an error.
  private mutating func settleLate(_ feed: Feed, _ step: borrowing Step) throws {
    let row = feed.row
    var bar = row.bar
    bar.series = feed.rows.states[row.slot].series ?? -1
    if emitted.contains(where: { $0.bar == bar && $0.fields == row.fields }) {
      tally.duplicates += 1
    } else if options.onConflict != .first
      || !emitted.contains(where: { $0.bar.series == bar.series })
    {
      try tally.skip(
        feed.error(
          row,
          "found a bar of \(Timestamp(milliseconds: feed.ts)) behind its step, expected a later one",
          help: nil))
    }
  }

  // MARK: The end

  /// Notes what was counted, once.
  private mutating func finish() {
    if isFinished { return }
    isFinished = true
    tally.noteEnd(of: feeds, asked: options.symbols ?? [])
  }
}
