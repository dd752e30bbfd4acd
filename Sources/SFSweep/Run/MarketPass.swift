import SFCore
import SFTool
import SFRun

/// One pass over a shared market, for several trials at a time: a step is filled once for all.
struct MarketPass {
  /// What a step is for the stages of a trial.
  enum Moment {
    /// A mark; before the slice nothing is traded.
    case mark(isTraded: Bool)
    /// The closing lines of that time; `isWhole` when all of the market was traded.
    case end(Timestamp, isWhole: Bool)
    /// The market was cut, or somebody asked for an end.
    case stopped(Chain.Outcome)
  }

  /// What a trial leaves for the next.
  private static let market = LineTypes([.bar, .features, .gap])

  private let market: SharedMarket
  /// Only this part is traded; `nil` for all of it.
  private let slice: Slice?
  private var place = MarketSteps.Position()
  private var step = Step()
  /// The last mark that was traded.
  private var last = Timestamp.earliest

  init(_ market: SharedMarket, _ slice: Slice?) {
    self.market = market
    self.slice = slice
    for series in market.series { _ = step.series.index(of: series) }
  }

  /// Runs chains to their ends: together those that leave the market as it is, others alone.
  static func run(_ chains: [TrialChain], over market: SharedMarket, _ slice: Slice?) {
    let together = chains.filter(\.leavesMarket)
    let alone = chains.filter { !$0.leavesMarket }.map { [$0] }
    for group in [together] + alone where !group.isEmpty {
      var pass = MarketPass(market, slice)
      pass.run(group)
    }
  }

  private mutating func run(_ chains: [TrialChain]) {
    // Rows are as wide as the trial with the most columns needs.
    let widest = chains.max { $0.columns.table.count < $1.columns.table.count }
    step.columns = widest?.columns.table ?? ColumnTable()
    var bar = 0
    var open = chains
    while !open.isEmpty {
      let moment = next()
      let bars = step.bars.count
      var hasEnded = false
      for chain in open {
        chain.take(moment, &step, from: bar)
        step.forget(allBut: Self.market)
        // Columns that a trial computes itself, which is alone then.
        if chain.columns.table.count > step.columns.count { step.columns = chain.columns.table }
        hasEnded = hasEnded || chain.outcome != nil
      }
      if hasEnded { open.removeAll { $0.outcome != nil } }
      bar += bars
    }
  }

  private mutating func next() -> Moment {
    guard market.steps.fill(&step, at: &place) else {
      step.begin(market.lastTs ?? .earliest)
      switch market.ending {
      case .lines, .mark, .end: return .end(slice == nil ? step.ts : last, isWhole: slice == nil)
      case .cut: return .stopped(.cut)
      case .open: return .stopped(.open)
      case .interrupted: return .stopped(.interrupted)
      }
    }
    if let slice, step.ts > slice.to { return .end(last, isWhole: false) }
    if let slice, step.ts <= slice.from { return .mark(isTraded: false) }
    last = step.ts
    return .mark(isTraded: true)
  }
}
