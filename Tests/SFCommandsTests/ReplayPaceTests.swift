import SFCommands
import SFCore
import SFRun
import SFTestSupport
import Testing

/// Nobody waits here: the clock is at the end of a wait at once.
@Suite struct ReplayPaceTests {
  private let clock = VirtualClock()
  private let start: Timestamp = "2026-01-05T00:00:00.000Z"

  private func pace(_ text: String) throws -> ReplayPace {
    let speed: ReplaySpeed = try #require(ReplaySpeed(argument: text))
    return try #require(ReplayPace(speed, clock))
  }

  @Test(arguments: [("1x", 60_000), ("60x", 1_000), ("0.5x", 120_000), ("120000x", 0)])
  func `a minute of the market takes its part of one`(speed: String, milliseconds: Int) throws {
    var pace = try pace(speed)
    let begin = clock.now
    for minute in 0...3 as ClosedRange<Int64> { try pace.wait(until: start + minute * 60_000, nil) }
    #expect(clock.now.since(begin) == .milliseconds(milliseconds * 3 + (milliseconds == 0 ? 1 : 0)))
  }

  @Test func `says so before it waits, and only then`() throws {
    var pace = try pace("60x")
    var flushes = 0
    try pace.wait(until: start) { flushes += 1 }
    #expect(flushes == 0)
    try pace.wait(until: start + 60_000) { flushes += 1 }
    #expect(flushes == 1)
    // The reader has been away for two of its seconds: two minutes of the market are due.
    clock.pass(.seconds(2))
    for minute in 2...3 as ClosedRange<Int64> {
      try pace.wait(until: start + minute * 60_000) { flushes += 1 }
    }
    #expect(flushes == 1)
    try pace.wait(until: start + 240_000) { flushes += 1 }
    #expect(flushes == 2)
  }

  @Test func `at full speed nothing is held back`() {
    #expect(ReplayPace(.max, clock) == nil)
    #expect(ReplayPace(nil, clock) == nil)
  }
}
