import SFCore
import SFTool
import SFRun

/// Market data that is decoded once and then read by every trial, in any thread.
///
/// It is complete before the first trial begins and does not change any more.
final class SharedMarket {
  /// The stages that the header names.
  let stages: [StageEntry]
  private(set) var ending = SourceEvent.cut
  private(set) var lastTs: Timestamp?
  private(set) var firstTs: Timestamp?
  private(set) var series: [Series] = []
  let steps = MarketSteps()
  /// Bars of all steps.
  private(set) var bars = 0

  /// Steps, each of which ends with a mark.
  var marks: Int { steps.count }

  /// When the first bar opened; with a name for an interval when it closed.
  var open: Timestamp? {
    let length = series.compactMap(\.interval.milliseconds).min() ?? 0
    return firstTs.map {
      Timestamp(milliseconds: BarGrid.later($0.milliseconds, by: -1, of: length))
    }
  }

  private init(_ header: SourceHeader) {
    switch header {
    case .read(_, let header), .made(let header): stages = header.stages
    }
  }

  /// Reads a source to its end.
  convenience init(_ source: any StepSource) throws {
    var source = source
    var lines = ForwardedLines()
    self.init(try source.begin())
    source = try source.readAhead()
    var step = Step()
    while true {
      let event = try source.next(&step, &lines, reads: [], refuses: [])
      guard case .mark = event else {
        ending = event
        break
      }
      steps.add(step)
      bars += step.bars.count
      note(step.ts)
    }
    series = step.series.list
  }

  /// Reads a source to its end as a market for each symbol, in the order of the symbols: its bars,
  /// and the marks of all.
  static func bySymbol(_ source: any StepSource) throws -> [SharedMarket] {
    var source = source
    var lines = ForwardedLines()
    let header = try source.begin()
    source = try source.readAhead()
    var step = Step()
    var markets: [SharedMarket] = []
    /// Of each series of the source: the market of its symbol, and its number there.
    var homes: [(market: SharedMarket, place: SeriesIndex)] = []
    var marks: [Timestamp] = []
    while true {
      let event = try source.next(&step, &lines, reads: [], refuses: [])
      guard case .mark = event else {
        for market in markets { market.ending = event }
        break
      }
      while homes.count < step.series.list.count {
        let series = step.series.list[homes.count]
        let market =
          markets.first { $0.series[0].symbol == series.symbol } ?? SharedMarket(header, marks)
        if market.series.isEmpty { markets.append(market) }
        homes.append((market, market.series.count))
        market.series.append(series)
      }
      for index in step.bars.indices {
        var bar = step.bars[index]
        let home = homes[bar.series]
        bar.series = home.place
        home.market.steps.take(bar, step.fields(ofBar: index))
        home.market.bars += 1
      }
      for index in step.gaps.indices {
        var gap = step.gaps[index]
        let home = homes[gap.series]
        gap.series = home.place
        home.market.steps.take(gap)
      }
      for market in markets { market.close(at: step.ts) }
      marks.append(step.ts)
    }
    return markets.sorted { $0.series[0].symbol < $1.series[0].symbol }
  }

  /// A market that has had these marks, and no bar.
  private convenience init(_ header: SourceHeader, _ marks: [Timestamp]) {
    self.init(header)
    for mark in marks { close(at: mark) }
  }

  private func close(at ts: Timestamp) {
    steps.closeStep(at: ts)
    note(ts)
  }

  private func note(_ ts: Timestamp) {
    if firstTs == nil { firstTs = ts }
    lastTs = ts
  }
}

/// A market with the features that trials share on it.
struct SharedData {
  let market: SharedMarket
  /// `nil` when each trial computes its own.
  let features: SharedFeatures?
}
