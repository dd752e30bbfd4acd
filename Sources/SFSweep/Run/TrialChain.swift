import SFCore
import SFTool

/// The stages of one trial, over a shared market or a slice of it.
///
/// A slice is for the strategy and what stands behind it. The stages before it see all that came
/// earlier, too: features and detectors are warm when the slice begins, and nothing was traded.
struct TrialChain {
  private var source: TrialSource
  private let header: Header
  private let slice: Slice?
  /// The stages before the strategy; `nil` when there is none.
  private let before: RunningStage?
  /// The strategy and what stands behind it.
  private let behind: RunningStage?
  private let outputs = Outputs([])
  private var step = Step()

  /// `strategy` is the place of the strategy among the links.
  init(
    _ source: TrialSource, _ links: [Chain.Link], strategy: Int, slice: Slice?
  ) throws {
    if let refusal = Chain.refusal(links) { throw refusal }
    self.source = source
    self.slice = slice
    header = source.header
    before = RunningStage.make(links, [], 0..<strategy)
    behind = RunningStage.make(links, [], strategy..<links.count)
  }

  /// The last stage as it stands now.
  var last: (any Stage)? { behind?.all.last?.stage }

  mutating func run() throws -> Chain.Outcome {
    var last = Timestamp.earliest
    while true {
      switch source.next(&step) {
      case .mark:
        if let slice, step.ts > slice.to { return try end(at: last) }
        try before?.run(&step, header, outputs)
        if !step.warnings.isEmpty { step.clearWarnings() }
        if let slice, step.ts <= slice.from { continue }
        last = step.ts
        try behind?.run(&step, header, outputs)
        if !step.warnings.isEmpty { step.clearWarnings() }
      case .end:
        if slice != nil { return try end(at: last) }
        try before?.end(&step, outputs)
        return try end(at: step.ts)
      case .cut: return .cut
      case .interrupted: return .interrupted
      }
    }
  }

  private mutating func end(at ts: Timestamp) throws -> Chain.Outcome {
    if step.ts != ts || !step.bars.isEmpty { step.begin(ts) }
    try behind?.end(&step, outputs)
    return .done
  }
}
