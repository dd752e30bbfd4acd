import SFCore
import SFFeatures
import SFTestSupport
import Testing

/// Features of when a bar comes, at given times.
@Suite struct TimeTests {
  private func values(_ spec: String, _ bars: [(Timestamp, Bar)]) throws -> [[Double]] {
    var feature = try #require(try featureCatalog.make(spec).0.ofSeries)
    return bars.map { ts, bar in
      var row = type(of: feature).outputs.map { _ in Double.nan }
      var span = row.mutableSpan
      feature.update(bar, at: ts, into: &span)
      return row
    }
  }

  private func at(_ times: [Timestamp]) -> [(Timestamp, Bar)] {
    zip(times, FeatureFixtures.walk(times.count, seed: 1)).map { ($0, $1) }
  }

  @Test(
    arguments: [
      ("hour", "2026-01-05T00:00:00.000Z", 0, 1), ("hour", "2026-01-05T06:00:00.000Z", 1, 0),
      ("hour", "1969-12-31T18:00:00.000Z", -1, 0), ("hour", "2026-01-05T03:00:00.000Z", 0.5, 0.5),
      // 2026-01-05 is a Monday; the bar that closes as Tuesday begins is Monday's.
      ("weekday", "2026-01-05T12:00:00.000Z", 0, 1), ("weekday", "2026-01-06T00:00:00.000Z", 0, 1),
      ("weekday", "1969-12-29T12:00:00.000Z", 0, 1),
      ("weekday", "2026-01-07T12:00:00.000Z", 0.9504844339512095, -0.0495155660487904),
      // Half past one to eight in the afternoon.
      ("session", "2026-01-05T13:30:00.000Z", 0, 0), ("session", "2026-01-05T16:45:00.000Z", 1, 0),
      ("session", "2026-01-05T20:00:00.000Z", 0, -1), ("session", "2026-01-05T20:00:00.001Z", 0, 0),
      ("session", "2026-01-05T15:07:30.000Z", 0.5, 0.5),
      // Over midnight, and the whole day.
      ("session:1320,120", "2026-01-05T00:00:00.000Z", 1, 0),
      ("session:1320,120", "2026-01-05T02:00:00.000Z", 0, -1),
      ("session:1320,120", "2026-01-05T22:00:00.000Z", 0, 0),
      ("session:0,0", "2026-01-05T00:00:00.000Z", 0, -1),
    ] as [(String, Timestamp, Double, Double)])
  func `is a point on a circle`(spec: String, ts: Timestamp, sin: Double, cos: Double) throws {
    let row = try values(spec, at([ts]))[0]
    // Squares, with the sign of the value, are round numbers at half quarters as well.
    #expect((row[0] * row[0].magnitude - sin).magnitude < 1e-15)
    #expect((row[1] * row[1].magnitude - cos).magnitude < 1e-15)
  }

  @Test(
    arguments: [
      // What begins with the second of three bars, and what does not.
      ("vwap:day", ["2026-01-05T23:59:00.000Z", "2026-01-06T00:01:00.000Z"], true),
      ("vwap:day", ["2026-01-05T23:59:00.000Z", "2026-01-06T00:00:00.000Z"], false),
      ("vwap:day,1,570", ["2026-01-06T00:01:00.000Z", "2026-01-06T09:30:00.000Z"], false),
      ("vwap:day,1,570", ["2026-01-06T09:30:00.000Z", "2026-01-06T09:31:00.000Z"], true),
      ("vwap:week", ["2026-01-10T12:00:00.000Z", "2026-01-11T12:00:00.000Z"], false),
      ("vwap:week", ["2026-01-12T00:00:00.000Z", "2026-01-12T00:01:00.000Z"], true),
      ("vwap:month", ["2026-01-12T00:00:00.000Z", "2026-02-01T00:00:00.000Z"], false),
      ("vwap:month", ["2026-01-12T00:00:00.000Z", "2026-02-01T00:01:00.000Z"], true),
    ] as [(String, [Timestamp], Bool)])
  func `a session begins when it does`(spec: String, times: [Timestamp], begins: Bool) throws {
    var bars = FeatureFixtures.flat(1, price: "10.0", volume: 3)
    bars += FeatureFixtures.flat(1, price: "14.0", volume: 1)
    let rows = try values(spec, Array(zip(times, bars)))
    #expect(rows[0] == [10, 10, 10])
    #expect(rows[1][0] == (begins ? 14 : 11))
    #expect(rows[1][1] == (begins ? 14 : 11 + 3.0.squareRoot()))
  }

  @Test func `there is no average without volume`() throws {
    let bars = ["10.0", "11.0", "12.0"].flatMap { FeatureFixtures.flat(1, price: $0, volume: 0) }
    let traded = FeatureFixtures.flat(1, price: "13.0", volume: 2)
    let times: [Timestamp] = [
      "2026-01-05T10:00:00.000Z", "2026-01-05T10:01:00.000Z", "2026-01-05T10:02:00.000Z",
      "2026-01-05T10:03:00.000Z",
    ]
    let rows = try values("vwap", Array(zip(times, bars + traded)))
    #expect(rows.prefix(3).allSatisfy { row in row.allSatisfy { $0.isNaN } })
    #expect(rows[3] == [13, 13, 13])
  }
}
