import SFCore
import SFStats

/// What a trader remembers for its model.
struct ModelMemory: Sendable, Codable {
  let wait: Int
  private(set) var signals: FollowedSignals
  /// Entries that the model lets wait, in the order in which they were asked about.
  var waiting: [WaitingEntry] = []
  /// The detectors whose strengths may be shown.
  var openStrengths: [String] = []
  private(set) var roundTrips = WinRate()
  /// By series: its bars, and how many there had been at its last entry.
  private var bars: [Int] = []
  private var barsAtEntry: [Int?] = []

  init(_ rules: ModelRules) {
    wait = rules.wait
    signals = FollowedSignals(window: rules.signalWindow, horizon: rules.signalHorizon)
  }

  mutating func update(_ mark: MarkView) {
    signals.update(mark)
    for index in mark.bars.indices {
      let series = mark.bars[index].bar.series
      admit(series)
      bars[series] += 1
    }
  }

  private mutating func admit(_ series: SeriesIndex) {
    while bars.count <= series {
      bars.append(0)
      barsAtEntry.append(nil)
    }
  }

  /// Takes the first fill of an entry.
  mutating func noteEntry(_ series: SeriesIndex) {
    admit(series)
    barsAtEntry[series] = bars[series]
  }

  mutating func noteRoundTrip(_ pnl: Price) { roundTrips.update(pnl) }

  /// Bars of a series since its last entry filled, counted as those of a position; `nil` before
  /// the first.
  func barsSinceEntry(_ series: SeriesIndex) -> Int? {
    guard series < bars.count, let then = barsAtEntry[series] else { return nil }
    return bars[series] - then
  }
}
