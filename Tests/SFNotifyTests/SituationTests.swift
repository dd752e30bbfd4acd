import SFCore
import SFRun
import Testing

import SFNotify

/// What people read at night and in the morning.
@Suite struct SituationTests {
  @Test func whatOneAsksFirstIsSaidFirst() {
    let situation = Situation(
      positions: [
        Situation.Position(
          id: "1-1", symbol: "BTCUSDT", direction: .long, quantity: Quantity("0.25")!,
          worth: 10_750,
          gain: -120.5, protection: ["stop 42180.0 at the exchange"]),
        Situation.Position(
          id: "1-2", symbol: "ETHUSDT", direction: .short, quantity: Quantity("2.0")!, worth: nil,
          gain: nil, protection: []),
      ],
      equity: 99_879.5, unknown: ["order 1-3, sent 40 s ago"], mode: "reducing",
      lastWord: Situation.Word(
        text: "-1003 Too many requests", at: "2026-01-05T03:12:09.000Z"),
      next: ["look at order 1-3 at the exchange"])
    #expect(
      situation.text == """
        Open: 2 positions, equity 99879.50
          BTCUSDT long 0.25, worth 10750.00 (-120.50)
          ETHUSDT short 2.0, worth unknown
        Protected:
          BTCUSDT stop 42180.0 at the exchange
          ETHUSDT NOWHERE
        Unknown: order 1-3, sent 40 s ago
        Mode: reducing
        The exchange said last: -1003 Too many requests (2026-01-05 03:12:09 UTC)
        To do: look at order 1-3 at the exchange; ask the exchange what became of what is unknown; \
        ETHUSDT without a level: watch it, or /exit 1-2; no entries until /resume
        """)
  }

  @Test func nothingIsSaidToo() {
    let situation = Situation(
      positions: [], equity: nil, unknown: [], mode: "active", lastWord: nil, next: [])
    #expect(
      situation.text == """
        Open: nothing
        Protected: nothing to protect
        Unknown: nothing
        Mode: active
        The exchange said last: nothing yet
        To do: nothing
        """)
  }

  private var report: DailyReport {
    var report = DailyReport(session: "run-<a>", day: 20_458)
    (report.equityBefore, report.equity) = (10_000, 10_083)
    report.expected = DailyReport.Expected(low: 9_900, median: 10_050, high: 10_200)
    (report.roundTrips, report.winners, report.profit) = (3, 2, 88.2)
    (report.fills, report.fees, report.shortfall) = (6, 5.2, 1.25)
    report.refusals = ["stale": 1, "no_cash": 2, "filters": 1]
    report.alerts = ["03:12 drawdown: 0.11 of the highest"]
    report.restarts = ["sf-broker": 1]
    return report
  }

  @Test func aDayIsTold() {
    #expect(
      report.text == """
        Report of 2026-01-05 for run-<a>
        Equity: 10083.00 (+0.83 %)
        Expected: within the cone, 9900.00 to 10200.00, median 10050.00
        Round trips: 3, 2 won, +88.20 net
        Fees: 5.20 for 6 fills
        Shortfall: 1.2 bps
        Refusals: 4: no_cash 2, filters 1, stale 1
        Alerts: 1
        Restarts: 1: sf-broker 1
        Missing bars: none
        Open positions: 0
          03:12 drawdown: 0.11 of the highest
        """)
  }

  @Test func itsPageSaysTheSameAndAsksNobody() {
    let page = report.page
    #expect(page.contains("run-&lt;a&gt;, 2026-01-05") && !page.contains("run-<a>"))
    #expect(page.contains("within the cone, 9900.00 to 10200.00, median 10050.00"))
    #expect(page.contains("default-src 'none'"))
  }

  @Test func eachDayIsDueOnceAtItsTime() throws {
    var daily = try #require(DailyTime("00:05"))
    #expect(daily.due(at: "2026-01-05T08:00:00.000Z") == nil)
    #expect(daily.due(at: "2026-01-06T00:04:59.999Z") == nil)
    #expect(daily.due(at: "2026-01-06T00:05:00.000Z") == 20_458)
    #expect(daily.due(at: "2026-01-06T00:05:01.000Z") == nil)
    // A clock that is set back does not say it twice.
    #expect(daily.due(at: "2026-01-05T23:00:00.000Z") == nil)
    #expect(daily.due(at: "2026-01-06T00:06:00.000Z") == nil)
    #expect(daily.due(at: "2026-01-07T00:05:00.000Z") == 20_459)
  }

  @Test(arguments: ["24:00", "0:05", "00:60", "0005", "", "aa:bb", "-1:00"])
  func whatIsNoTimeOfDayIsNone(_ text: String) { #expect(DailyTime(text) == nil) }

  @Test func aHeartbeatIsDueOnceAMinuteWhileAllIsWell() {
    var pace = HeartbeatPace(every: .seconds(60))
    let second = { (count: Int64) in Moment(nanoseconds: count * 1_000_000_000) }
    #expect(pace.hear(healthy: true, at: second(0)) == true)
    #expect(pace.hear(healthy: true, at: second(59)) == false)
    #expect(pace.hear(healthy: false, at: second(60)) == false)
    #expect(pace.hear(healthy: true, at: second(61)) == true)
    #expect(pace.ended("HTTP 500") == "the heartbeat is not answered: HTTP 500")
    #expect(pace.ended("HTTP 500") == nil)
    #expect(pace.ended(nil) == "the heartbeat is answered again")
    #expect(pace.ended(nil) == nil)
  }
}

extension SituationTests {
  @Test func anEquityOutsideOfTheConeIsSaid() {
    var day = report
    day.equity = 9_000
    #expect(day.text.contains("below the cone"))
    day.equity = 11_000
    #expect(day.text.contains("above the cone"))
  }
}
