import SFCore
import Testing

@Suite struct TimeSpanTests {
  @Test(arguments: [
    ("0s", 0, "0ms"), ("1ms", 1, "1ms"), ("1500ms", 1_500, "1500ms"), ("2000ms", 2_000, "2s"),
    ("5s", 5_000, "5s"), ("90s", 90_000, "90s"), ("120s", 120_000, "2m"),
    ("90m", 5_400_000, "90m"), ("15m", 900_000, "15m"), ("12h", 43_200_000, "12h"),
    ("2h", 7_200_000, "2h"), ("24h", 86_400_000, "1d"),
    ("30d", 2_592_000_000, "30d"), ("180d", 15_552_000_000, "180d"), ("14d", 1_209_600_000, "2w"),
    ("1000000d", 86_400_000_000_000, "1000000d"),
  ])
  func `reads a number with its unit`(text: String, milliseconds: Int64, canonical: String) {
    let span = TimeSpan(text)
    #expect(span?.milliseconds == milliseconds)
    #expect(span?.description == canonical)
  }

  @Test(arguments: [
    "", "5", "s", "ms", "1.5s", "-1s", "5 s", "5S", "5s ", "5y", "d", "5min", "1h30m", "1000001ms",
    "99999999999999999999s", "٣s",
  ])
  func `refuses what is no length of time`(text: String) { #expect(TimeSpan(text) == nil) }

  @Test(arguments: [("10s", "10 s"), ("2m", "120 s"), ("1500ms", "1.5 s"), ("0s", "0 s")])
  func `says its seconds to people`(text: String, seconds: String) {
    #expect(TimeSpan(text)?.inSeconds == seconds)
  }

  @Test func `is ordered by its length`() {
    #expect(TimeSpan.seconds(1) > .milliseconds(999))
    #expect(TimeSpan.zero < .milliseconds(1))
  }
}
