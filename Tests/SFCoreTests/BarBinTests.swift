import SFCore
import SFTestSupport
import Testing

@Suite struct BarBinTests {
  private static func bin(_ interval: String, of base: String) throws -> BarBin? {
    BarBin(try #require(Interval(interval)), of: try #require(Interval(base)))
  }

  /// Closes of bars and the boundaries of the bins that they close, in their order.
  private func closed(_ interval: String, of base: String, _ times: [Timestamp]) throws
    -> [Timestamp]
  {
    var bin = try #require(try Self.bin(interval, of: base))
    var closed: [Timestamp] = []
    let bar = FeatureFixtures.flat(1, price: 1)[0]
    for ts in times {
      if bin.close(before: ts) { closed.append(bin.boundary) }
      if bin.add(bar, [], at: ts) { closed.append(bin.boundary) }
    }
    return closed
  }

  private func days(_ first: Timestamp, _ count: Int) -> [Timestamp] {
    (0..<count).map { first + Int64($0) * Timestamp.millisecondsPerDay }
  }

  /// 2024-01-01 is a Monday: its first day closes on the second.
  @Test func `weeks begin on Monday`() throws {
    let weeks = try closed("1w", of: "1d", days("2024-01-02T00:00:00.000Z", 16))
    #expect(weeks == ["2024-01-08T00:00:00.000Z", "2024-01-15T00:00:00.000Z"])
    // A series that begins on Tuesday has no first week.
    let later = try closed("1w", of: "1d", days("2024-01-03T00:00:00.000Z", 16))
    #expect(later == ["2024-01-15T00:00:00.000Z"])
  }

  @Test func `days begin at midnight, also before 1970`() throws {
    let hours = (0..<60).map { "1969-12-30T01:00:00.000Z" + Int64($0) * 3_600_000 as Timestamp }
    let days = try closed("1d", of: "1h", hours)
    #expect(days == ["1969-12-31T00:00:00.000Z", "1970-01-01T00:00:00.000Z"])
  }

  @Test func `a bar behind a boundary that is missing closes the bin before itself`() throws {
    let times: [Timestamp] = [
      "2024-01-01T00:01:00.000Z", "2024-01-01T00:04:00.000Z", "2024-01-01T00:10:00.000Z",
      "2024-01-01T00:11:00.000Z", "2024-01-01T00:31:00.000Z",
    ]
    let closed = try closed("5m", of: "1m", times)
    #expect(
      closed == [
        "2024-01-01T00:05:00.000Z", "2024-01-01T00:10:00.000Z", "2024-01-01T00:15:00.000Z",
      ])
  }

  @Test func `holds open, extremes, close and sums`() throws {
    var bin = try #require(try Self.bin("3m", of: "1m"))
    var bar = Bar(series: 0, open: 2, high: 3, low: 1, close: 2, volume: 1)
    let fields = [
      MarketField(name: "funding_rate", value: 1), MarketField(name: "quote_volume", value: 2),
    ]
    _ = bin.add(bar, fields, at: "2024-01-01T00:01:00.000Z")
    (bar.high, bar.low, bar.close) = (5, 2, 4)
    _ = bin.add(bar, [], at: "2024-01-01T00:02:00.000Z")
    (bar.high, bar.low, bar.close) = (4, 0.5, 3)
    let last = fields + [MarketField(name: "trades", value: 7)]
    let isClosed = bin.add(bar, last, at: "2024-01-01T00:03:00.000Z")
    #expect(isClosed)
    #expect(bin.bar == Bar(series: 0, open: 2, high: 5, low: 0.5, close: 3, volume: 3))
    #expect(bin.fields.map(\.value) == [1, 4, 7])
  }

  @Test func `weighs vwap by volume, and evenly where there is none`() throws {
    func vwap(_ volumes: [Double?]) throws -> [Double] {
      var bin = try #require(try Self.bin("3m", of: "1m"))
      for (place, volume) in volumes.enumerated() {
        let bar = Bar(series: 0, open: 1, high: 1, low: 1, close: 1, volume: volume)
        let ts: Timestamp = "2024-01-01T00:01:00.000Z"
        _ = bin.add(
          bar, [MarketField(name: "vwap", value: Double(10 * (place + 1)))],
          at: ts + Int64(place) * 60_000)
      }
      return bin.fields.map(\.value)
    }
    #expect(try vwap([1, 0, 3]) == [25])
    #expect(try vwap([nil, nil, nil]) == [20])
    #expect(try vwap([0, 0, 0]) == [20])
  }

  @Test func `an offset moves where bins begin`() throws {
    var bin = try #require(BarBin(Interval("1d")!, of: Interval("1h")!, offset: -7 * 3_600_000))
    #expect(bin.holds(barsFrom: "2024-01-01T17:00:00.000Z"))
    #expect(!bin.holds(barsFrom: "2024-01-01T17:30:00.000Z"))
    bin.take(FeatureFixtures.flat(1, price: 1)[0], [], at: "2024-01-01T17:00:00.000Z")
    #expect(bin.due == "2024-01-01T17:00:00.000Z" && !bin.isWhole)
    bin.close()
    bin.take(FeatureFixtures.flat(1, price: 1)[0], [], at: "2024-01-01T18:00:00.000Z")
    #expect(bin.due == "2024-01-02T17:00:00.000Z" && bin.isWhole)
  }

  @Test(arguments: [("5m", "3m"), ("1s", "1m"), ("1w", "3d"), ("1h", "100t"), ("100t", "1m")])
  func `is made of bars of a whole part only`(interval: String, base: String) throws {
    #expect(try Self.bin(interval, of: base)?.interval == nil)
  }
}
