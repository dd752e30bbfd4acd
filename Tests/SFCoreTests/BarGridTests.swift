import SFCore
import Testing

@Suite struct BarGridTests {
  @Test(
    arguments: [
      ("1m", 119_999, 60_000), ("1m", 120_000, 120_000), ("1h", 3_599_999, 0),
      ("1d", -1, -86_400_000),
      // 1970-01-05 was a Monday.
      ("1w", 345_600_000, 345_600_000), ("1w", 345_599_999, -259_200_000),
    ] as [(String, Int64, Int64)])
  func `a bar begins at a multiple of its length, a week on Monday`(
    interval: String, time: Int64, begin: Int64
  ) throws {
    #expect(BarGrid(try #require(Interval(interval))).begin(of: time) == begin)
  }

  @Test(arguments: Interval.timed.map(\.text))
  func `agrees with the bins of resampling`(text: String) throws {
    let interval = try #require(Interval(text))
    let grid = BarGrid(interval)
    for time in stride(from: Int64(1_700_000_000_000), to: 1_700_900_000_000, by: 7_777_777) {
      let end = BarBin.boundary(after: Timestamp(milliseconds: time), of: interval)
      #expect(end?.milliseconds == grid.begin(of: time) + grid.length)
    }
  }
}
