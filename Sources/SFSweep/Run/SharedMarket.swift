import SFCommands
import SFCore
import SFTool

/// Market data that is decoded once and then read by every trial, in any thread.
///
/// It is complete before the first trial begins and does not change any more.
final class SharedMarket {
  let header: SourceHeader
  let ending: SourceEvent
  let lastTs: Timestamp?
  let series: [Series]
  let steps = MarketSteps()
  /// Bars of all steps.
  let bars: Int

  init(_ source: any StepSource) throws {
    var source = source
    let silent = Outputs([])
    header = try source.begin(silent)
    var step = Step()
    var last: Timestamp?
    var bars = 0
    while true {
      let event = try source.next(&step, reads: [], refuses: [], silent)
      guard case .mark = event else {
        ending = event
        break
      }
      steps.add(step)
      bars += step.bars.count
      last = step.ts
    }
    lastTs = last
    series = step.series.list
    self.bars = bars
  }

  /// The stages that the header names.
  var stages: [StageEntry] {
    switch header {
    case .read(_, let header), .made(let header): header.stages
    }
  }
}
