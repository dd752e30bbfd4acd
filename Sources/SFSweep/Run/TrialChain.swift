import SFCore
import SFTool
import SFRun

/// The stages of one trial, over a shared market or a slice of it.
///
/// A slice is for the strategy and what stands behind it. The stages before it see all that came
/// earlier, too: features and detectors are warm when the slice begins, and nothing was traded.
final class TrialChain {
  /// What it came to; `nil` while it runs.
  private(set) var outcome: Result<Chain.Outcome, any Error>?
  /// Whether its stages leave the market in the step as it came, for others to see.
  let leavesMarket: Bool
  let columns: TrialColumns
  private let header: Header
  /// The stages before the strategy; `nil` when there is none.
  private let before: RunningStage?
  /// The strategy and what stands behind it.
  private let behind: RunningStage?
  private let outputs = Outputs([])

  /// `strategy` is the place of the strategy among the links.
  init(
    _ market: SharedMarket, _ columns: TrialColumns, _ links: [Chain.Link], strategy: Int
  ) throws {
    if let refusal = Chain.refusal(links) { throw refusal }
    self.columns = columns
    header = Header(stages: market.stages + [columns.entry].compactMap(\.self))
    leavesMarket = links.indices.allSatisfy { index in
      links[index].stage.writes.isSubset(of: LineTypes(.signal).union(.trading))
        && !RunningStage.forgets(links, index)
    }
    before = RunningStage.make(links, [], 0..<strategy)
    behind = RunningStage.make(links, [], strategy..<links.count)
  }

  /// The last stage as it stands now.
  var last: (any Stage)? { behind?.all.last?.stage }

  /// Works on a step of the market, of which the first bar is `bar`.
  func take(_ moment: MarketPass.Moment, _ step: inout Step, from bar: Int) {
    swap(&step.columns, &columns.table)
    do {
      switch moment {
      case .mark(let isTraded):
        columns.fill(&step, from: bar)
        try before?.run(&step, header, outputs)
        if isTraded { try behind?.run(&step, header, outputs) }
      case .end(let ts, let isWhole):
        if isWhole { try before?.end(&step, outputs) }
        if step.ts != ts || !step.bars.isEmpty { step.begin(ts) }
        try behind?.end(&step, outputs)
        outcome = .success(.done)
      case .stopped(let reason): outcome = .success(reason)
      }
    } catch {
      outcome = .failure(error)
    }
    swap(&step.columns, &columns.table)
    if !step.warnings.isEmpty { step.clearWarnings() }
  }
}
