import Foundation
import SFCore
import SFStore
import SFTestSupport
import Testing

/// `sf-store import` of CSV: trades, and best bids and asks.
@Suite struct TickImportTests {
  /// Imports a text, packed when its name says so, and checks the store.
  private func importing(
    _ text: String, as name: String, into address: StoreAddress, _ options: String = ""
  ) throws -> Shell.Result {
    let plain = name.replacing(".gz", with: "")
    return try Shell.run(
      """
      cat > '\(plain)' && { [ '\(name)' = '\(plain)' ] || gzip '\(plain)'; }
      sf-store import '\(address.text)' '\(name)' \(options) && sf-store check '\(address.text)'
      """, input: text)
  }

  private func rows(_ type: DataType, _ symbol: Symbol, _ address: StoreAddress) throws -> [String]
  {
    let dataset = Dataset(type, Series(symbol: symbol, interval: Dataset.noInterval))
    return try Stores.open(address, for: .reading).rows(of: dataset, limit: 3).texts
  }

  private static let trades = [
    "2024-08-09T00:00:00.000Z id 11 price 61686.0 quantity 0.1 buyer_is_maker 0",
    "2024-08-09T00:00:00.250Z id 12 price 61685.5 quantity 0.25 buyer_is_maker 1",
    "2024-08-09T00:00:00.250Z id 13 price 61685.12345678 quantity 1.0 buyer_is_maker 1",
  ]

  @Test(
    arguments: StoreKind.available,
    [
      (
        "BTCUSDT-trades-2024-08-09.csv", "",
        """
        11,61686.00000000,0.10000000,1,1723161600000,False,True
        12,61685.50000000,0.25000000,1,1723161600250,True,True
        13,61685.12345678,1.00000000,1,1723161600250,True,True
        """
      ),
      (
        "x.csv.gz", "--symbol BTCUSDT",
        """
        time,id,side,price,amount
        1723161600000999,11,buy,61686,0.1
        1723161600250000,12,sell,61685.5,0.25
        1723161600250001,13,sell,61685.12345678,1
        """
      ),
    ])
  func `trades are kept, once`(
    kind: StoreKind, file: (name: String, options: String, text: String)
  ) throws {
    try kind.withAddress { address in
      let first = try importing(file.text, as: file.name, into: address, file.options)
      #expect(first.status == 0 && first.error.contains("kept 3 new rows"), "\(first.error)")
      #expect(try rows(.trades, "BTCUSDT", address) == Self.trades)
      let again = try importing(file.text, as: file.name, into: address, file.options)
      #expect(again.error.contains("kept 0 new rows") && again.error.contains("3 were there"))
      let other = file.text.replacing("0.25", with: "0.75")
      let refused = try importing(other, as: file.name, into: address, file.options)
      #expect(refused.status == 65, "\(refused.error)")
      let taken = try importing(
        other, as: file.name, into: address, file.options + " --on-conflict last")
      #expect(taken.status == 0 && taken.error.contains("1 replaced others"))
      #expect(try rows(.trades, "BTCUSDT", address)[1].contains("quantity 0.75"))
    }
  }

  @Test(arguments: StoreKind.available)
  func `quotes are kept, of several symbols too, and move to another store`(kind: StoreKind) throws
  {
    try kind.withAddress { address in
      let archive = """
        update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time
        7,61685.99,1.5,61686.0,0,1723161600000,1723161600009
        8,61685.99,0.88739,61686.0,2.44816,1723161600000,1723161600010
        """
      let first = try importing(archive, as: "BTCUSDT-bookTicker-2024-08-09.csv", into: address)
      #expect(first.status == 0, "\(first.error)")
      let mixed = """
        symbol,time,update_id,bid,bid_size,ask,ask_size
        ETHUSDT,1723161600000,1,10,1,11,2
        BTCUSDT,1723161600001,9,61686,1,61687,2
        """
      #expect(try importing(mixed, as: "quotes.csv", into: address).status == 0)
      #expect(
        try rows(.bookTicker, "BTCUSDT", address) == [
          "2024-08-09T00:00:00.000Z update_id 7 bid_price 61685.99 bid_quantity 1.5 "
            + "ask_price 61686.0 ask_quantity 0.0",
          "2024-08-09T00:00:00.000Z update_id 8 bid_price 61685.99 bid_quantity 0.88739 "
            + "ask_price 61686.0 ask_quantity 2.44816",
          "2024-08-09T00:00:00.001Z update_id 9 bid_price 61686.0 bid_quantity 1.0 "
            + "ask_price 61687.0 ask_quantity 2.0",
        ])
      #expect(try rows(.bookTicker, "ETHUSDT", address).count == 1)
      let moved = try Shell.run(
        """
        sf-store export '\(address.text)' > all; sf-store import -q other.db all
        sf-store export other.db | cmp - all && echo same
        """)
      #expect(moved.output == "same\n", "\(moved.error)")
    }
  }

  @Test(arguments: [
    ("1,10.0,1.0,5,6,1723161600000,True,True\n", 65, "found trades that were put together"),
    ("time,price,qty,side\n1,1,1,buy\n", 65, "found trades without 'id'"),
    ("time,id,price,qty\n1,1,1,1\n", 65, "found trades without 'side' or 'is_buyer_maker'"),
    ("time,price,qty,side,id\n1704067201,1,0,buy,1\n", 65, "A.csv:2:14: "),
    ("time,update_id,bid,bid_qty,ask,ask_qty\n1,1,0,1,1,1\n", 65, "expected a price above 0"),
    ("time,update_id,bid,bid_qty,ask\n", 65, "expected a column 'best_ask_qty' or"),
    ("time,open\n", 65, "found no trades and no quotes"), ("", 65, "no export of a store"),
    ("{\"store\":1}\n{\"end\":0}\n", 64, "--symbol goes with CSV"),
  ])
  func `what has no place in a table is refused`(text: String, status: Int, message: String) throws
  {
    let options = text.hasPrefix("{") ? "--symbol A" : ""
    let result = try importing(text, as: "A.csv", into: .sqlite(path: "m.db"), options)
    #expect(result.status == status && result.error.contains(message), "\(result.error)")
  }
}
