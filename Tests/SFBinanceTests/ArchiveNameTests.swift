import SFBinance
import SFCore
import SFTestSupport
import Testing

@Suite struct ArchiveNameTests {
  @Test(arguments: [
    ("BTCUSDT-1m-2024-01.zip", true), ("BTCUSDT-1m-2024-02-29.zip", true),
    ("BTCUSDT-1m-2023-02-29.zip", false), ("BTCUSDT-1m-2024-13.zip", false),
    ("BTCUSDT-1mo-2024-01.zip", false), ("BTCUSDT-1m-2024-01.csv", false),
    ("BTCUSDT-1m-2024-1.zip", false), ("BTCUSDT-1m.zip", false), ("a b-1m-2024-01.zip", false),
  ])
  func `knows the names of archives`(file: String, isOne: Bool) {
    #expect(ArchiveName(file: file)?.file == (isOne ? file : nil))
  }

  @Test func `a span is covered by months, and days around them`() throws {
    let from = Timestamp("2023-12-30T12:00:00.000Z")
    let to = Timestamp("2024-02-02T01:00:00.000Z")
    let interval = try #require(Interval("1h"))
    let names = ArchiveName.covering(from..<to, symbol: "A", .klines(interval), byDay: false)
      .map(\.file)
    #expect(
      names == [
        "A-1h-2023-12-30.zip", "A-1h-2023-12-31.zip", "A-1h-2024-01.zip", "A-1h-2024-02-01.zip",
        "A-1h-2024-02-02.zip",
      ])
  }
}
