import SFCore

/// Steps of market data, one behind the other.
final class MarketSteps {
  /// A place between two steps.
  struct Position {
    fileprivate var step = 0
    fileprivate var bar = 0
    fileprivate var gap = 0
    fileprivate var field = 0
  }

  private var steps: [(ts: Timestamp, bars: Int, gaps: Int)] = []
  private var bars: [Bar] = []
  private var gaps: [Gap] = []
  /// The market fields of bars that have some, with the bar's place.
  private var fields: [(bar: Int, list: [MarketField])] = []
  /// Of a step that is not complete.
  private var openBars = 0
  private var openGaps = 0

  var count: Int { steps.count }

  func add(_ step: borrowing Step) {
    for index in step.bars.indices {
      let list = step.fields(ofBar: index)
      if !list.isEmpty { fields.append((bars.count, list)) }
      bars.append(step.bars[index])
    }
    for index in step.gaps.indices { gaps.append(step.gaps[index]) }
    steps.append((step.ts, step.bars.count, step.gaps.count))
  }

  /// Adds a bar to the step that `closeStep` ends.
  func take(_ bar: Bar, _ list: [MarketField]) {
    if !list.isEmpty { fields.append((bars.count, list)) }
    bars.append(bar)
    openBars += 1
  }

  /// Adds a gap to the step that `closeStep` ends.
  func take(_ gap: Gap) {
    gaps.append(gap)
    openGaps += 1
  }

  /// Ends a step that was added in parts, perhaps of nothing.
  func closeStep(at ts: Timestamp) {
    steps.append((ts, openBars, openGaps))
    (openBars, openGaps) = (0, 0)
  }

  /// Makes the next step; `false` when there is none.
  func fill(_ step: inout Step, at position: inout Position) -> Bool {
    guard position.step < steps.count else { return false }
    let next = steps[position.step]
    step.begin(next.ts)
    for index in position.bar..<position.bar + next.bars {
      if position.field < fields.count, fields[position.field].bar == index {
        step.take(bars[index], fields[position.field].list)
        position.field += 1
      } else {
        step.take(bars[index])
      }
    }
    for index in position.gap..<position.gap + next.gaps { step.take(gaps[index]) }
    position.step += 1
    position.bar += next.bars
    position.gap += next.gaps
    return true
  }
}
