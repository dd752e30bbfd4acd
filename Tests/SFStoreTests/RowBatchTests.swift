import SFCore
import SFStore
import Testing

/// What a data type takes, and what an address says.
@Suite struct RowBatchTests {
  @Test func `a bar comes back with the fields that it had`() throws {
    var batch = RowBatch(.perpetual)
    let fields = [
      MarketField(name: "funding_rate", value: -0.0001),
      MarketField(name: "mark_price", value: 1.5), MarketField(name: "open_interest", value: 3),
    ]
    try batch.append(Minutes.bar(1), opening: Minutes.time(1), fields)
    #expect(batch.bar(0) == Minutes.bar(1) && batch.fields(0) == fields)
    #expect(batch.time(of: 0) == Minutes.time(1))
  }

  @Test(arguments: [
    (["funding_rate": 0.1], "found no 'open_interest', which each row of 'perpetual' has"),
    (
      ["funding_rate": 0.1, "open_interest": -1],
      "found -1.0 in 'open_interest', expected 0 or more"
    ),
    (
      ["funding_rate": .infinity, "open_interest": 1],
      "found inf in 'funding_rate', expected a number"
    ),
    (
      ["funding_rate": 0.1, "zeal": 1, "open_interest": 3],
      "found the field 'zeal', which 'perpetual' has not: the nearest are vwap trades index_price"
    ),
  ])
  func `a row that the type does not take leaves nothing`(
    fields: [String: Double], message: String
  ) throws {
    var batch = RowBatch(.perpetual)
    let sorted = fields.sorted { $0.key < $1.key }.map { MarketField(name: $0, value: $1) }
    let error = #expect(throws: DataTypeError.self) {
      try batch.append(Minutes.bar(1), opening: Minutes.time(1), sorted)
    }
    #expect(error?.message == message)
    #expect(batch.isEmpty && batch.words.isEmpty)
  }

  @Test(arguments: [DataType.spot, .futures, .perpetual, .trades, .bookTicker])
  func `a type reads back from what a store notes of it`(type: DataType) throws {
    let text = DataTypeText.write(type)
    #expect(try DataTypeText.read(text, name: type.name) == type)
    #expect(DataTypes()[type.name] == type)
  }

  @Test(arguments: [
    ("market.db", "market.db"), ("./a:b.db", "./a:b.db"), ("sqlite:m.db", "m.db"),
    (
      "postgres://me:secret@host:5432/db?password=x&sslmode=require",
      "postgres://me@host:5432/db?sslmode=require"
    ),
    ("postgresql://host/db", "postgresql://host/db"), ("duckdb:x.duckdb", "duckdb:x.duckdb"),
  ])
  func `an address is shown without its password`(text: String, shown: String) {
    #expect(StoreAddress(text)?.text == shown)
  }

  @Test(arguments: ["", "duckdb:", "postgres:"])
  func `nothing is no address`(text: String) { #expect(StoreAddress(text) == nil) }
}
