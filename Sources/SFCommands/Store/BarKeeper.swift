import SFCore
import SFStore

/// Keeps the bars of a stream in a store, many in one commit.
///
/// Lines wait for the commit of their bars: `commit` is called before bytes leave, so that who has
/// seen a bar finds it in the store, whatever happens next.
package final class BarKeeper {
  private let store: any MarketStore
  private let type: DataType
  private let rule: StoreConflictRule?
  /// What waits for the commit, by the number of the series.
  private var pending: [(dataset: Dataset, length: Int64, batch: RowBatch)] = []
  private var waiting = 0
  private var appended = Appended()
  /// What stopped a commit: it stops the next one, too.
  private var failure: (any Error)?

  /// Bars that wait at most: some megabytes.
  private static let most = 16_384

  package init(_ store: any MarketStore, _ type: DataType, _ rule: StoreConflictRule?) {
    self.store = store
    self.type = type
    self.rule = rule
  }

  /// Takes the bars of a step.
  func keep(_ step: borrowing Step) throws {
    if waiting >= Self.most { try commit() }
    while pending.count < step.series.count {
      let series = step.series[pending.count]
      pending.append(
        (Dataset(type, series), series.interval.milliseconds ?? 0, RowBatch(type)))
    }
    for place in step.bars.indices {
      let bar = step.bars[place]
      let open = Timestamp(
        milliseconds: BarGrid.later(
          step.ts.milliseconds, by: -1, of: pending[bar.series].length))
      do {
        try pending[bar.series].batch.append(bar, opening: open, step.fields(ofBar: place))
      } catch {
        throw StoreError(
          error.exitStatus,
          "\(error.message), in the bar of \(step.series[bar.series].symbol) at \(step.ts)",
          help: error.help)
      }
    }
    waiting += step.bars.count
  }

  /// Commits what was taken.
  func commit() throws {
    if let failure { throw failure }
    guard waiting > 0 else { return }
    do {
      try store.transaction {
        for place in pending.indices where !pending[place].batch.isEmpty {
          appended += try store.append(
            pending[place].batch, to: pending[place].dataset, onConflict: rule)
          pending[place].batch.removeAll()
        }
      }
    } catch {
      failure = error
      throw error
    }
    waiting = 0
  }

  /// What became of the bars, for people.
  var summary: String { appended.text(in: store.name, "bar") }
}
