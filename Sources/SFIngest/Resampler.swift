import SFCore

/// Longer bars, made of the steps of an ingest as they come.
///
/// A bar closes when the time of the stream reaches its boundary: in the step of that time or, if
/// no bar came then, in one of its own before the next. So what a step says was known at its time,
/// also where the last bars of a bin are missing.
///
///     1m steps to 5m   09:34 09:35      09:36 … 09:38       09:41
///     steps that come        09:35 (5m)               09:40 (5m)
final class Resampler {
  private let options: Resampling
  private let partial: PartialRule
  private let tally: Tally
  /// What is made of each series, by its number; `nil` for one that has had no bar.
  private var plans: [Plan?] = []
  private var bins: [Bin] = []
  /// From which series each of the longer ones is made.
  private var origins: [Series: Series] = [:]
  /// The place of each series in the order of the wire.
  private var ranks: [Int] = []

  /// What the step to be written holds.
  private var pieces: [Piece] = []
  /// The step that came, while bars that close before it are written.
  private var waiting: [Piece] = []
  private var waitingTs: Timestamp?
  /// When the first of the bins under way closes.
  private var due = Timestamp.latest
  private var isEnded = false

  private struct Plan {
    /// Whether the bars themselves are written.
    let passes: Bool
    let bins: Range<Int>
  }

  private struct Bin {
    var bin: BarBin
    let series: SeriesIndex
    let length: Int64
    /// When the last one that was written closed.
    var last: Timestamp?
  }

  private struct Piece {
    var bar: Bar
    var fields: [MarketField]
    var gap: Gap?
  }

  /// Whose midnight and Monday longer bars begin at; `nil` is UTC.
  private let zone: ZoneRules?
  private let calendar: MarketCalendar?

  init(
    _ options: Resampling, _ partial: PartialRule, zone: ZoneRules? = nil,
    calendar: MarketCalendar? = nil, _ tally: Tally
  ) {
    self.calendar = calendar
    self.options = options
    self.zone = zone
    self.partial = partial
    self.tally = tally
  }

  /// Makes the next step of those that `pull` brings; `false` when there is none.
  func next(_ step: inout Step, _ pull: (inout Step) throws -> Bool) throws -> Bool {
    while true {
      if waitingTs == nil, !isEnded, !(try take(&step, pull)) { isEnded = true }
      pieces.removeAll(keepingCapacity: true)
      // What is under way at the end is covered in part only.
      if isEnded, due == .latest { return false }
      let ts = min(due, waitingTs ?? .latest)
      if waitingTs == ts {
        for piece in waiting { try use(piece, at: ts, &step) }
        waitingTs = nil
      }
      if due <= ts { close(at: ts) }
      if !pieces.isEmpty {
        write(ts, &step)
        return true
      }
    }
  }

  private func take(_ step: inout Step, _ pull: (inout Step) throws -> Bool) throws -> Bool {
    guard try pull(&step) else { return false }
    waiting.removeAll(keepingCapacity: true)
    var gap = 0
    for place in step.bars.indices {
      var piece = Piece(bar: step.bars[place], fields: step.fields(ofBar: place))
      if gap < step.gaps.count, step.gaps[gap].series == piece.bar.series {
        piece.gap = step.gaps[gap]
        gap += 1
      }
      waiting.append(piece)
    }
    waitingTs = step.ts
    return true
  }

  /// Puts a bar into its bins, and among what is written if it was asked for.
  private func use(_ piece: Piece, at ts: Timestamp, _ step: inout Step) throws {
    let series = piece.bar.series
    let known = series < plans.count ? plans[series] : nil
    let plan = try known ?? makePlan(series, at: ts, &step)
    if plan.passes { pieces.append(piece) }
    for place in plan.bins {
      bins[place].bin.take(piece.bar, piece.fields, at: local(ts))
      if let boundary = self.due(place), boundary < due { due = boundary }
    }
  }

  // Bins know one clock; it is that of the zone where there is one.

  private func local(_ ts: Timestamp) -> Timestamp {
    zone.map { ts + $0.offset(at: ts) } ?? ts
  }

  private func due(_ place: Int) -> Timestamp? {
    guard let boundary = bins[place].bin.due, let zone else { return bins[place].bin.due }
    let local = boundary.milliseconds
    let shift = zone.offset(at: boundary)
    return Timestamp(milliseconds: zone.moment(ofLocal: local) ?? local - shift)
  }

  /// Closes what is due at `ts`, and finds out when the next is.
  private func close(at ts: Timestamp) {
    var next = Timestamp.latest
    for place in bins.indices {
      guard let boundary = self.due(place) else { continue }
      if boundary > ts {
        next = min(next, boundary)
        continue
      }
      bins[place].bin.close()
      finish(place, at: boundary)
    }
    due = next
  }

  private func finish(_ place: Int, at boundary: Timestamp) {
    let bin = bins[place].bin
    guard var bar = bin.bar else { preconditionFailure("a bin that was open has a bar") }
    var fields = bin.fields
    if !bin.isWhole || isEnded {
      guard partial == .mark else {
        tally.partial += 1
        return
      }
      fields.set(PartialRule.field, 1)
    } else if bin.count < bin.capacity {
      tally.sparse += 1
    }
    bar.series = bins[place].series
    pieces.append(Piece(bar: bar, fields: fields, gap: gap(bins[place], before: boundary)))
    bins[place].last = boundary
  }

  /// Whole bars that are missing since the last one.
  private func gap(_ bin: Bin, before boundary: Timestamp) -> Gap? {
    guard let whole = wholeGap(bin, before: boundary), let calendar else {
      return wholeGap(bin, before: boundary)
    }
    let last = boundary.milliseconds - Int64(whole.bars + 1) * bin.length
    let shift = zone?.offset(at: Timestamp(milliseconds: last)) ?? 0
    let places = calendar.missing(Int64(whole.bars), from: last, bin.length, shift: shift)
    guard let first = places.first, let final = places.last else { return nil }
    return Gap(
      series: whole.series, from: later(whole.from, first - 1, bin.length),
      to: later(whole.from, final - 1, bin.length), bars: places.count)
  }

  private func wholeGap(_ bin: Bin, before boundary: Timestamp) -> Gap? {
    guard let last = bin.last, boundary > later(last, 1, bin.length),
      let steps = LocalClock(zone).steps(
        from: last.milliseconds, to: boundary.milliseconds, bin.length),
      steps > 1
    else { return nil }
    return Gap(
      series: bin.series, from: later(last, 1, bin.length), to: later(last, steps - 1, bin.length),
      bars: Int(steps) - 1)
  }

  private func later(_ ts: Timestamp, _ count: Int64, _ length: Int64) -> Timestamp {
    Timestamp(
      milliseconds: LocalClock(zone).later(ts.milliseconds, by: count, of: length))
  }

  private func write(_ ts: Timestamp, _ step: inout Step) {
    step.begin(ts)
    if pieces.count > 1 { pieces.sort { ranks[$0.bar.series] < ranks[$1.bar.series] } }
    for piece in pieces {
      if let gap = piece.gap { step.take(gap) }
      step.take(piece.bar, piece.fields)
    }
  }
}

// MARK: - Plans

extension Resampler {
  private func makePlan(
    _ index: SeriesIndex, at ts: Timestamp, _ step: inout Step
  ) throws -> Plan {
    let base = step.series[index]
    let first = bins.count
    for interval in options.intervals where interval != base.interval {
      guard let bin = BarBin(interval, of: base.interval, offset: options.offset) else {
        throw StageError(
          .configuration,
          "--resample: found bars of \(base.interval) (\(base.symbol)), of which no bar of "
            + "\(interval) can be made, expected bars of a whole part of it")
      }
      let open = local(ts) + -(base.interval.milliseconds ?? 0)
      guard bin.holds(barsFrom: open) else {
        throw StageError(
          .configuration,
          "--resample: found a bar of \(base.symbol) \(base.interval) that opens at \(open), "
            + "which lies in two bars of \(interval), expected a start at a whole number of its "
            + "lengths", help: "--resample-offset moves where longer bars begin")
      }
      let longer = Series(symbol: base.symbol, interval: interval)
      try claim(longer, for: base)
      bins.append(
        Bin(
          bin: bin, series: step.series.index(of: longer),
          length: interval.milliseconds ?? 0))
    }
    let passes = options.intervals.contains(base.interval)
    if passes { try claim(base, for: base) }
    while plans.count < step.series.count { plans.append(nil) }
    let plan = Plan(passes: passes, bins: first..<bins.count)
    plans[index] = plan
    rank(step.series.list)
    return plan
  }

  private func claim(_ series: Series, for base: Series) throws {
    if let other = origins[series] {
      throw StageError(
        .configuration,
        "--resample: found bars of \(base.symbol) in \(other.interval) and in \(base.interval), "
          + "both of which give bars of \(series.interval), expected one of them")
    }
    origins[series] = base
  }

  private func rank(_ list: [Series]) {
    ranks = Array(repeating: 0, count: list.count)
    let order = list.indices.sorted { Series.isOrdered(list[$0], list[$1]) }
    for (rank, series) in order.enumerated() { ranks[series] = rank }
  }
}

extension [MarketField] {
  /// Sets a field, in ascending order of name.
  mutating func set(_ name: String, _ value: Double) {
    let place = firstIndex { $0.name >= name } ?? count
    if place < count, self[place].name == name {
      self[place].value = value
    } else {
      insert(MarketField(name: name, value: value), at: place)
    }
  }
}
