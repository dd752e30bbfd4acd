import SFFeeds
import Testing

@Suite struct TimeRangeTests {
  @Test func `what is left of it without others`() {
    let range = TimeRange(10, 20)
    #expect(range.subtracting([]) == [range])
    #expect(range.subtracting([TimeRange(0, 10), TimeRange(20, 30)]) == [range])
    #expect(
      range.subtracting([TimeRange(15, 16), TimeRange(0, 12), TimeRange(11, 13)])
        == [TimeRange(13, 15), TimeRange(16, 20)])
    #expect(range.subtracting([TimeRange(12, 40)]) == [TimeRange(10, 12)])
    #expect(range.subtracting([TimeRange(0, 40)]).isEmpty)
  }

  @Test func `the end is not in it`() {
    #expect(TimeRange(10, 20).contains(10) && !TimeRange(10, 20).contains(20))
    #expect(TimeRange(10, 10).isEmpty && !TimeRange(10, 11).isEmpty)
  }
}
