import SFCore
import SFTool

/// The shared market, with the shared features of one trial, as the source of its chain.
struct TrialSource {
  private let market: SharedMarket
  private let features: StageEntry?
  /// By column of the trial: a value for each bar of the market.
  private let values: [[Double]]
  /// Where the columns stand in the rows.
  private var positions: [Int] = []
  private var place = MarketSteps.Position()
  private var bar = 0
  private var isBound = false

  /// Without `features` the trial computes its own.
  init(_ market: SharedMarket, features: StageEntry? = nil, values: [[Double]] = []) {
    self.market = market
    self.features = features
    self.values = values
  }

  /// What the stages of the trial are told of those before them.
  var header: Header { Header(stages: market.stages + [features].compactMap(\.self)) }

  mutating func next(_ step: inout Step) -> SourceEvent {
    if !isBound { bind(&step) }
    guard market.steps.fill(&step, at: &place) else {
      step.begin(market.lastTs ?? .earliest)
      return market.ending
    }
    for index in step.bars.indices {
      // A new step has a row for each bar, in the order of the bars.
      let start = index * step.width
      for column in positions.indices {
        step.values[start + positions[column]] = values[column][bar]
      }
      bar += 1
    }
    return .mark(nil)
  }

  private mutating func bind(_ step: inout Step) {
    for series in market.series { _ = step.series.index(of: series) }
    positions = (features?.columns ?? []).map { step.columns.add($0) }
    isBound = true
  }
}
