import SFCore
import SFIngest
import SFStore

/// The bars of a dataset, read some thousands at a time.
///
/// Between two reads nothing of the store is held, so that a slow reader is in nobody's way.
final class StoredBars: BarSource {
  let name: String
  let series: Series
  private let store: any MarketStore
  private let dataset: Dataset
  private let rule: RowRule
  private let hasFields: Bool
  private let to: Timestamp
  private var batch: RowBatch
  private var row = 0
  private var place: RowPlace
  /// Rows of the next read: few at first, so that the first bar comes soon.
  private var limit = 256

  private static let most = 4_096

  init(_ store: any MarketStore, _ dataset: Dataset, _ options: IngestOptions) {
    self.store = store
    self.dataset = dataset
    rule = RowRule(dataset)
    name = "\(store.name) \(dataset.series.symbol) \(dataset.series.interval)"
    series = dataset.series
    hasFields = !dataset.type.fields.isEmpty
    batch = RowBatch(dataset.type)
    place = .before(options.from ?? .earliest)
    to = options.to ?? .latest
  }

  func next(_ row: inout BarRow) throws -> Bool {
    if self.row == batch.count {
      guard try fill() else { return false }
    }
    row.time = batch.times[self.row]
    row.bar = batch.bar(self.row)
    if hasFields { row.fields = batch.fields(self.row) }
    self.row += 1
    return true
  }

  private func fill() throws -> Bool {
    try store.read(dataset, by: rule, after: place, to: to, limit: limit, into: &batch)
    row = 0
    guard let end = batch.end else { return false }
    place = end
    limit = min(Self.most, 4 * limit)
    return true
  }
}
