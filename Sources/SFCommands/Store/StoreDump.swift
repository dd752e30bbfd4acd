import SFCore
import SFStore
import SFTool

/// A store as lines of JSON, which any store takes:
///
///     {"store":1}
///     {"data_type":"spot","declaration":"bars\nquote_volume real zero_or_more\n…"}
///     {"dataset":"spot","symbol":"BTCUSDT","interval":"1m"}
///     {"absent":[1704067200000,1704067260000]}
///     [1704067320000,100.0,100.5,99.5,100.25,12.5,null,…]
///     {"end":1}
///
/// A row is its time in milliseconds, then its columns in the order of the declaration, bars with
/// open, high, low, close and volume before. The number behind `end` counts the rows.
struct StoreDump {
  static let version = 1
  private static let page = 4_096

  private let store: any MarketStore
  private let output: LineOutput

  init(_ store: any MarketStore, _ output: LineOutput) {
    self.store = store
    self.output = output
  }

  func write() throws {
    try output.write("{\"store\":\(Self.version)}\n")
    var rows = 0
    var types: Set<DataType> = []
    for dataset in try store.datasets() {
      if types.insert(dataset.type).inserted {
        let declaration = DataTypeText.write(dataset.type).jsonQuoted
        try output.write(
          "{\"data_type\":\"\(dataset.type.name)\",\"declaration\":\(declaration)}\n")
      }
      try output.write(
        "{\"dataset\":\"\(dataset.type.name)\",\"symbol\":\"\(dataset.series.symbol)\","
          + "\"interval\":\"\(dataset.series.interval)\"}\n")
      for span in try store.absences(of: dataset) {
        try output.write(
          "{\"absent\":[\(span.first.milliseconds),\(span.last.milliseconds)]}\n")
      }
      rows += try writeRows(of: dataset)
      // Without its end an export is refused by import.
      if Interruption.isRequested { return }
    }
    try output.write("{\"end\":\(rows)}\n")
  }

  private func writeRows(of dataset: Dataset) throws -> Int {
    // Times that none of the reads below would meet are said here.
    let expected = try store.extent(of: dataset).rows
    var batch = RowBatch(dataset.type)
    var place = RowPlace.before(.earliest)
    var count = 0
    while !Interruption.isRequested {
      try store.read(dataset, after: place, to: .latest, limit: Self.page, into: &batch)
      guard let end = batch.end else { break }
      place = end
      count += batch.count
      for row in 0..<batch.count {
        var line = "[\(batch.times[row])"
        for (column, word) in zip(dataset.type.columns, batch[row]) {
          line += "," + (column.text(word) ?? "null")
        }
        try output.write(line + "]\n")
      }
    }
    guard count >= expected || Interruption.isRequested else {
      throw StoreError(
        .badData, "found \(count) rows of \(dataset.text) in '\(store.name)', expected \(expected)")
    }
    return count
  }
}
