import Foundation
import SFCore
import SFDatabases
import SFStore
import Testing

/// A kind of store under test, and where a new one is.
enum StoreKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite, postgres

  /// Those that can be tested: a server that is installed must start.
  static let available: [StoreKind] =
    [.sqlite] + (PostgresServer.isInstalled ? [.postgres] : [])

  var testDescription: String { rawValue }

  /// Works with the address of a store that is not there yet.
  func withAddress(_ work: (StoreAddress) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    Databases.link()
    switch self {
    case .sqlite: try work(.sqlite(path: folder.appendingPathComponent("market.db").path))
    case .postgres: try work(.postgres(url: try PostgresServer.shared().newDatabase()))
    }
  }

  /// Works on a new store.
  func withStore(_ work: (any MarketStore) throws -> Void) throws {
    try withAddress { try work(try Stores.open($0, for: .writing)) }
  }
}

/// Bars that tell themselves apart: each price says its minute.
enum Minutes {
  static let dataset = Dataset(.spot, Series(symbol: "BTCUSDT", interval: .minute))

  static func time(_ minute: Int) -> Timestamp {
    Timestamp(milliseconds: 1_700_000_040_000 + Int64(minute) * 60_000)
  }

  static func bar(_ minute: Int, close: Price? = nil) -> Bar {
    let price = Price(units: Int64(minute + 1) * 100_000_001)
    return Bar(
      series: 0, open: price, high: Price(units: price.units * 2), low: Price(units: 1),
      close: close ?? price, volume: minute % 3 == 0 ? nil : Double(minute) / 7)
  }

  static func batch(_ minutes: some Sequence<Int>, of type: DataType = .spot) throws -> RowBatch {
    var batch = RowBatch(type)
    for minute in minutes { try batch.append(bar(minute), opening: time(minute)) }
    return batch
  }
}

extension MarketStore {
  /// All rows between two times, `limit` at a read.
  func rows(
    of dataset: Dataset, from: Timestamp = .earliest, to: Timestamp = .latest, limit: Int = 1_000
  ) throws -> RowBatch {
    var all = RowBatch(dataset.type)
    var page = RowBatch(dataset.type)
    var place = RowPlace.before(from)
    while true {
      try read(dataset, after: place, to: to, limit: limit, into: &page)
      guard let end = page.end else { return all }
      place = end
      for row in 0..<page.count {
        all.appendRow(at: page.times[row])
        for word in page[row] { all.appendWord(word) }
      }
    }
  }
}

extension RowBatch {
  /// What it says, for comparison: a missing real is any NaN.
  var texts: [String] { (0..<count).map { "\(time(of: $0)) \(text(of: $0))" } }
}
