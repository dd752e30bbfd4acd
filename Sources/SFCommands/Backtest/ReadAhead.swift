import SFCore
import SFTool
import SFWire

/// Market data that is read in a thread of its own, some steps ahead of the stages.
///
/// Reading bars is a third of the work of a run. The steps are handed over in
/// batches and in their order, so that nothing of what is written depends on
/// who was faster. For files only: a source that waits for its input must not
/// keep what it has.
final class ReadAhead: StepSource {
  /// Steps of one batch: enough to make the hand-over free, few enough to stay in the cache.
  private static let batchLength = 512

  private let exchange = Exchange()
  private let header: SourceHeader
  private let thread: PosixThread
  private var batch = StepBatch()
  private var position = StepBatch.Position()
  private(set) var skipped = 0

  init(_ source: any StepSource) throws {
    var source = source
    // What is written is written by the stages' own thread.
    let silent = Outputs([])
    header = try source.begin(silent)
    let exchange = exchange
    thread = try PosixThread { Self.read(&source, silent, into: exchange) }
  }

  deinit {
    exchange.cancel()
    thread.join()
  }

  func begin(_ outputs: Outputs) -> SourceHeader { header }

  func next(
    _ step: inout Step, reads: LineTypes, refuses: LineTypes, _ outputs: Outputs
  ) throws -> SourceEvent {
    while true {
      if batch.fill(&step, at: &position) {
        if outputs.wantsMarket { try outputs.writeMarket(of: step) }
        return .mark(nil)
      }
      if let ending = batch.ending {
        step.begin(batch.lastTs ?? .earliest)
        skipped = ending.skipped
        return try ending.event.get()
      }
      batch = exchange.receive(returning: batch)
      position = StepBatch.Position()
      for series in batch.newSeries { _ = step.series.index(of: series) }
    }
  }

  /// Reads to the end, in the other thread.
  private static func read(
    _ source: inout any StepSource, _ outputs: Outputs, into exchange: Exchange
  ) {
    var step = Step()
    var known = 0
    var lastTs: Timestamp?
    while let batch = exchange.empty() {
      batch.removeAll()
      while batch.count < batchLength, batch.ending == nil {
        do {
          let event = try source.next(&step, reads: [], refuses: [], outputs)
          if case .mark = event {
            batch.add(step)
            lastTs = step.ts
          } else {
            batch.ending = .init(event: .success(event), skipped: source.skipped)
          }
        } catch {
          batch.ending = .init(event: .failure(error), skipped: source.skipped)
        }
      }
      batch.lastTs = lastTs
      batch.newSeries = Array(step.series.list[known...])
      known = step.series.count
      let isLast = batch.ending != nil
      exchange.send(batch)
      if isLast { return }
    }
  }
}

/// Steps of market data, one behind the other, in the hands of one thread at a time.
package final class StepBatch {
  /// How the source ended.
  struct Ending {
    let event: Result<SourceEvent, any Error>
    let skipped: Int
  }

  /// A place between two steps.
  package struct Position {
    fileprivate var step = 0
    fileprivate var bar = 0
    fileprivate var gap = 0
    fileprivate var field = 0

    package init() {}
  }

  private var steps: [(ts: Timestamp, bars: Int, gaps: Int)] = []
  private var bars: [Bar] = []
  private var gaps: [Gap] = []
  /// The market fields of bars that have some, with the bar's place.
  private var fields: [(bar: Int, list: [MarketField])] = []
  /// Series that the steps of this batch are the first to have.
  var newSeries: [Series] = []
  /// `nil` while more batches follow.
  var ending: Ending?
  /// The time of the last step so far.
  var lastTs: Timestamp?

  package init() {}

  var count: Int { steps.count }

  func removeAll() {
    steps.removeAll(keepingCapacity: true)
    bars.removeAll(keepingCapacity: true)
    gaps.removeAll(keepingCapacity: true)
    fields.removeAll(keepingCapacity: true)
  }

  package func add(_ step: borrowing Step) {
    for index in step.bars.indices {
      let list = step.fields(ofBar: index)
      if !list.isEmpty { fields.append((bars.count, list)) }
      bars.append(step.bars[index])
    }
    for index in step.gaps.indices { gaps.append(step.gaps[index]) }
    steps.append((step.ts, step.bars.count, step.gaps.count))
  }

  /// Makes the next step; `false` when the batch has no more.
  package func fill(_ step: inout Step, at position: inout Position) -> Bool {
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
