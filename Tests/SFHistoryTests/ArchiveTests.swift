import Foundation
import SFTestSupport
import Testing

/// `sf-ingest archive`, with archives that Python packed.
@Suite struct ArchiveTests {
  static let hour: Int64 = 3_600_000
  /// 2024-12-01.
  static let december: Int64 = 1_733_011_200_000
  static let market = ExchangeMarket(symbols: ["BTCUSDT", "ETHUSDT"], listed: 0, now: .max / 2)

  private static func rows(
    _ symbol: String, _ range: Range<Int64>, inMicroseconds: Bool = false, header: Bool = false
  ) -> String {
    let rows = range.map {
      market.archiveRow(symbol, hour, open: december + $0 * hour, inMicroseconds: inMicroseconds)
    }
    let names =
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
      + "taker_buy_quote_volume,ignore\n"
    return (header ? names : "") + rows.joined()
  }

  /// Has these files and no other; of the first two answers one is cut and one a refusal.
  static func server(of files: [(path: String, bytes: [UInt8])]) throws -> LocalServer {
    let files = Dictionary(uniqueKeysWithValues: files.map { ("/\($0.path)", $0.bytes) })
    return try LocalServer { request in
      guard let bytes = files[request.path] else { return ServerReply("<html>", status: 404) }
      switch request.number {
      case 0: return ServerReply(bytes, delivery: .cut(after: bytes.count / 2))
      case 1: return ServerReply("<html>", status: 503)
      default: return ServerReply(bytes)
      }
    }
  }

  /// December whole, 1 and 2 January by day: milliseconds, then microseconds as from 2025 on.
  static func files(_ symbol: String) throws -> [(path: String, bytes: [UInt8])] {
    let name = "\(symbol)-1h-"
    let archives = [
      ("monthly", name + "2024-12", rows(symbol, 0..<744)),
      // The last row without a line feed, as some archives end.
      (
        "daily", name + "2025-01-01",
        String(rows(symbol, 744..<768, inMicroseconds: true).dropLast())
      ),
      ("daily", name + "2025-01-02", rows(symbol, 768..<792, inMicroseconds: true, header: true)),
    ]
    return try archives.flatMap { folder, name, text in
      let zip = try ZipTests.archive([("\(name).csv", text)])
      let path = "data/spot/\(folder)/klines/\(symbol)/1h/\(name).zip"
      return [(path, zip), ("\(path).CHECKSUM", try checksum(zip, "\(name).zip"))]
    }
  }

  private static func checksum(_ bytes: [UInt8], _ name: String) throws -> [UInt8] {
    try Workplace.with { place in
      try place.write(bytes, to: name)
      return Array(try place.run("sha256sum \(name)").output.utf8)
    }
  }

  /// The stream that all rows, as one file a symbol, give.
  private static func expected(_ place: Workplace, _ symbols: [String]) throws -> Substring {
    for symbol in symbols {
      try place.write(Array(rows(symbol, 0..<792).utf8), to: "plain/\(symbol)-1h.csv")
    }
    return body(try place.run("sf-ingest plain/*.csv --interval 1h").output)
  }

  @Test func `reads a directory as the plain rows, whatever their unit and form`() throws {
    try Workplace.with { place in
      for symbol in ["BTCUSDT", "ETHUSDT"] {
        for file in try Self.files(symbol) { try place.write(file.bytes, to: file.path) }
      }
      let result = try place.run("sf-ingest archive data")
      #expect(result.status == 0 && result.error == "")
      #expect(lines("bar", in: result.output).count == 2 * 792)
      #expect(body(result.output) == (try Self.expected(place, ["BTCUSDT", "ETHUSDT"])))
      let part = try place.run(
        "sf-ingest archive data --symbols ETHUSDT --from 2024-12-31T23:00 --to 2025-01-01T02:00")
      #expect(lines("bar", in: part.output).count == 3, "\(part.error)")
      let list = try place.run("sf-ingest archive data --symbols ETHUSDT --from 2025-01-01 -n")
      #expect(
        list.output == """
          data/spot/daily/klines/ETHUSDT/1h/ETHUSDT-1h-2025-01-01.zip
          data/spot/daily/klines/ETHUSDT/1h/ETHUSDT-1h-2025-01-02.zip

          """)
    }
  }

  @Test func `a day whose month is there is read once`() throws {
    try Workplace.with { place in
      for file in try Self.files("BTCUSDT") { try place.write(file.bytes, to: file.path) }
      let day = try ZipTests.archive([("a", Self.rows("BTCUSDT", 24..<48))])
      try place.write(day, to: "data/BTCUSDT-1h-2024-12-02.zip")
      let result = try place.run("sf-ingest archive data -v")
      #expect(lines("bar", in: result.output).count == 792 && result.status == 0)
      #expect(result.error.contains("BTCUSDT-1h-2024-12-02.zip is left out"))
    }
  }

  @Test func `what is not whole is refused, and what was read before it is there`() throws {
    let files = try Self.files("BTCUSDT")
    func outcome(_ change: (Workplace) throws -> Void) throws -> Shell.Result {
      try Workplace.with { place in
        for file in files { try place.write(file.bytes, to: file.path) }
        try change(place)
        return try place.run("sf-ingest archive data")
      }
    }
    let day = files[2].path
    let other = try outcome { try $0.write(files[4].bytes, to: day) }
    #expect(other.status == 65 && other.error.contains("is not what its .CHECKSUM says"))
    #expect(lines("bar", in: other.output).count >= 743)
    let missing = try outcome { _ = try $0.run("rm \(day).CHECKSUM") }
    #expect(missing.status == 66 && missing.error.contains("--unverified"))
    let cut = try outcome {
      try $0.write(Array(files[2].bytes.dropLast(9)), to: day)
      _ = try $0.run(
        "cd $(dirname \(day)) && sha256sum $(basename \(day)) > $(basename \(day)).CHECKSUM")
    }
    #expect(cut.status == 65 && cut.error.contains("is not a zip archive that can be read"))
    let nothing = try Workplace.with { try $0.run("mkdir data && sf-ingest archive data") }
    #expect(nothing.status == 66 && nothing.error.contains("no archive that is asked for"))
  }

  @Test func `a line that never ends is one that is too long`() throws {
    try Workplace.with { place in
      let line = "x" + String(repeating: "0", count: 8 << 20)
      try place.write(try ZipTests.archive([("a", line)]), to: "BTCUSDT-1h-2024-12.zip")
      let result = try place.run("sf-ingest archive . --unverified")
      #expect(result.status == 65)
      #expect(
        result.error.contains(
          "BTCUSDT-1h-2024-12.zip:1:1048577: error: found a line longer than 1 MiB"),
        "\(result.error)")
    }
  }

  @Test func `an error names the archive and its line`() throws {
    try Workplace.with { place in
      let rows = Self.rows("BTCUSDT", 0..<744)
      try place.write(
        try ZipTests.archive([("a", rows)]), to: "BTCUSDT-1h-2024-12.zip")
      let bad =
        Self.rows("BTCUSDT", 744..<747, header: true)
        + "1735700400000,1,2,3\n"
      try place.write(try ZipTests.archive([("a", bad)]), to: "BTCUSDT-1h-2025-01-01.zip")
      let result = try place.run("sf-ingest archive . --unverified")
      #expect(result.status == 65)
      #expect(result.error.hasPrefix("./BTCUSDT-1h-2025-01-01.zip:5:"), "\(result.error)")
    }
  }

  @Test func `fetches from a server: months, days where there is no month, again what broke`()
    throws
  {
    let server = try Self.server(of: Self.files("BTCUSDT"))
    try Workplace.with { place in
      let result = try place.run(
        "sf-ingest archive \(server.url) --symbols BTCUSDT --interval 1h --from 2024-12-01 "
          + "--to 2025-01-03 --backoff 1ms")
      #expect(result.status == 0)
      #expect(body(result.output) == (try Self.expected(place, ["BTCUSDT"])))
      let month = try place.run(
        "sf-ingest archive \(server.url) --symbols BTCUSDT --interval 1h --from 2025-01-01 "
          + "--to 2025-02-01 --backoff 1ms")
      #expect(lines("bar", in: month.output).count == 48 && month.status == 0)
      #expect(month.error.contains("BTCUSDT-1h-2025-01-03.zip is not there"))
      let none = try place.run(
        "sf-ingest archive \(server.url) --symbols DOGEUSDT --interval 1h --from 2024-12-01 "
          + "--to 2024-12-03 --backoff 1ms")
      #expect(none.status == 66 && none.error.contains("no archive of DOGEUSDT-1h is there"))
    }
  }
}
