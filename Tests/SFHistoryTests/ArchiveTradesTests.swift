import Foundation
import SFCore
import SFTestSupport
import Testing

/// `sf-ingest archive --data trades|aggTrades`.
@Suite struct ArchiveTradesTests {
  /// 2024-12-01, of which the month is an archive; 1 and 2 January are by day.
  private static let december: Int64 = 1_733_011_200_000
  private static let day: Int64 = 86_400_000

  /// A row of an archive, by whole numbers: a price of 1, a quantity of 0.001.
  private struct Trade {
    let id: Int
    let time: Int64
    let price: Int
    let quantity: Int
    let count: Int

    func row(_ data: String, inMicroseconds: Bool) -> String {
      let amount = "\(quantity / 1_000).\(String(quantity % 1_000 + 1_000).dropFirst())"
      let middle = data == "trades" ? "\(price * quantity)" : "\(id * 10),\(id * 10 + count - 1)"
      return "\(id),\(price).00000000,\(amount)00000,\(middle),\(time)"
        + "\(inMicroseconds ? "123" : ""),\(id % 3 == 0 ? "True" : "False"),True\n"
    }
  }

  private static func trades(_ data: String) -> [Trade] {
    var random = SeededGenerator(seed: 8)
    // The first within the first hour, which its archive covers all the same.
    return (0..<6_000).map { id in
      Trade(
        id: 5_000 + id, time: december + 1_000_000 + Int64(id) * 470_000,
        price: .random(in: 90...110, using: &random),
        quantity: .random(in: 1...5_000, using: &random),
        count: data == "trades" ? 1 : .random(in: 1...10, using: &random))
    }
  }

  private static func files(_ data: String) throws -> [(path: String, bytes: [UInt8])] {
    let trades = trades(data)
    let header =
      data == "trades"
      ? "id,price,qty,quote_qty,time,is_buyer_maker,is_best_match\n"
      : "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker,x\n"
    let archives = [
      ("monthly", "2024-12", 0 as Int64, 31 as Int64, ""), ("daily", "2025-01-01", 31, 32, ""),
      ("daily", "2025-01-02", 32, 33, header),
    ]
    return try archives.flatMap { folder, date, from, to, header in
      let rows = trades.filter { december + from * day..<december + to * day ~= $0.time }
        .map { $0.row(data, inMicroseconds: from >= 31) }
      let name = "BTCUSDT-\(data)-\(date)"
      let zip = try ZipTests.archive([("\(name).csv", header + rows.joined())])
      let path = "data/spot/\(folder)/\(data)/BTCUSDT/\(name).zip"
      let sum = try Workplace.with { place in
        try place.write(zip, to: "a")
        return try place.run("sha256sum a").output
      }
      return [(path, zip), ("\(path).CHECKSUM", Array(sum.utf8))]
    }
  }

  /// Hours as `OPEN HIGH LOW CLOSE VOLUME TRADES` behind their close, computed from the trades.
  private static func hours(_ data: String) -> [String] {
    Dictionary(grouping: trades(data)) { $0.time / 3_600_000 }.sorted { $0.key < $1.key }
      .map { hour, trades in
        let prices = trades.map { Double($0.price) }
        let volume = Double(trades.map(\.quantity).reduce(0, +)) / 1_000
        return
          "\(Timestamp(milliseconds: (hour + 1) * 3_600_000)) \(prices[0]) \(prices.max() ?? 0) "
          + "\(prices.min() ?? 0) \(prices[prices.count - 1]) \(volume) "
          + "\(Double(trades.map(\.count).reduce(0, +)))"
      }
  }

  private static func bars(_ output: String) throws -> [String] {
    try lines("bar", in: output).map { line in
      let bar = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      let numbers = ["open", "high", "low", "close", "volume", "trades"].map {
        "\(bar[$0] as? Double ?? -1)"
      }
      return "\(bar["ts"] ?? "") \(numbers.joined(separator: " "))"
    }
  }

  @Test(arguments: ["trades", "aggTrades"])
  func `makes the bars of a directory, whatever unit and form its archives have`(
    data: String
  ) throws {
    try Workplace.with { place in
      for file in try Self.files(data) { try place.write(file.bytes, to: file.path) }
      let command = "sf-ingest archive data --data \(data) --interval"
      let result = try place.run("\(command) 1h")
      #expect(result.status == 0, "\(result.error)")
      #expect(try Self.bars(result.output) == Self.hours(data))
      // What is not bound to time goes on over the ends of archives.
      let ticks = try place.run("\(command) 7t")
      let rows = Self.trades(data).map { $0.row(data, inMicroseconds: false) }
      try place.write(Array(rows.joined().utf8), to: "BTCUSDT.csv")
      let plain = try place.run("sf-ingest BTCUSDT.csv --interval 7t")
      #expect(lines("bar", in: ticks.output).count > 500 && ticks.status == 0, "\(plain.error)")
      #expect(body(ticks.output) == body(plain.output))
      // Kept once, whatever is read again.
      for _ in 0..<2 {
        let kept = try place.run("\(command) 1h --store market.db")
        #expect(kept.output == result.output && kept.status == 0, "\(kept.error)")
      }
      #expect(
        body(try place.run("sf-ingest --store market.db").output) == body(result.output))
    }
  }

  @Test func `fetches days, where there is no month or with --daily, again what broke`() throws {
    let server = try ArchiveTests.server(of: Self.files("trades"))
    try Workplace.with { place in
      let command =
        "sf-ingest archive \(server.url) --data trades --symbols BTCUSDT --interval 1h "
        + "--backoff 1ms --from"
      let whole = try place.run("\(command) 2024-12-01 --to 2025-01-03")
      #expect(whole.status == 0, "\(whole.error)")
      #expect(try Self.bars(whole.output) == Self.hours("trades"))
      let days = try place.run("\(command) 2025-01-01 --to 2025-02-01 --daily")
      #expect(days.status == 0, "\(days.error)")
      #expect(try Self.bars(days.output) == Array(Self.hours("trades").dropFirst(744)))
      #expect(days.error.contains("BTCUSDT-trades-2025-01-03.zip is not there"))
    }
  }

  @Test func `refuses what is not whole, and names the archive and its line`() throws {
    let files = try Self.files("trades")
    func outcome(_ options: String, _ change: (Workplace) throws -> Void) throws -> Shell.Result {
      try Workplace.with { place in
        for file in files { try place.write(file.bytes, to: file.path) }
        try change(place)
        return try place.run("sf-ingest archive data --data trades \(options)")
      }
    }
    let other = try outcome("--interval 1h") { try $0.write(files[4].bytes, to: files[2].path) }
    #expect(other.status == 65 && other.error.contains("is not what its .CHECKSUM says"))
    let before = try Self.bars(other.output)
    #expect(before.count >= 742 && before == Array(Self.hours("trades").prefix(before.count)))
    let bad = try outcome("--interval 1h --unverified") { place in
      let text = "id,price,qty,quote_qty,time,is_buyer_maker,is_best_match\n1,2,3\n"
      let name = "data/BTCUSDT-trades-2025-01-03.zip"
      try place.write(try ZipTests.archive([("a", text)]), to: name)
    }
    #expect(bad.status == 65)
    #expect(bad.error.contains("BTCUSDT-trades-2025-01-03.zip:2:1: "), "\(bad.error)")
    for options in ["", "--interval 1w", "--interval 5x"] {
      let none = try outcome(options) { _ in }
      #expect(none.status == 64 && none.error.contains("which bars to make of trades"))
    }
    let klines = try Workplace.with { place in
      try place.write(files[0].bytes, to: "data/BTCUSDT-trades-2024-12.zip")
      return try place.run("sf-ingest archive data")
    }
    #expect(klines.status == 66 && klines.error.contains("--data trades"), "\(klines.error)")
  }
}
