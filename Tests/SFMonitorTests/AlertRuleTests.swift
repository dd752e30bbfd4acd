import SFCore
import SFMonitor
import SFStats
import Testing

/// Each rule on lines that are written by hand: raised once, cleared once, and nothing between.
@Suite struct AlertRuleTests {
  @Test func `a drawdown is raised where it begins and cleared where it ends`() throws {
    var script = try AlertScript("drawdown:max=0.1")
    for (minute, depth) in [0, 0.05, 0.1, 0.2, 0.15, 0.09, 0.01].enumerated() {
      try script.minute(minute, [ScriptLine.equity(10_000 * (1 - depth), drawdown: depth)])
    }
    #expect(script.said == ["2 raised", "5 cleared"])
    #expect(script.alerts[0].value == 0.1)
    #expect(script.alerts[0].limit == 0.1)
    #expect(script.alerts[0].level == "error")
  }

  @Test func `a day's loss is of what there was at midnight, and ends with the day`() throws {
    var script = try AlertScript("daily_loss:max=0.03")
    let course = [
      (0, 10_000.0), (10, 9_750), (20, 9_700), (30, 9_600), (1_440, 9_600), (1_450, 9_590),
    ]
    for (minute, equity) in course {
      try script.minute(minute, [ScriptLine.equity(equity, drawdown: 0)])
    }
    #expect(script.said == ["20 raised", "1440 cleared"])
  }

  @Test func `silent detectors are raised after so many marks`() throws {
    var script = try AlertScript("no_signals:bars=3")
    for minute in 0..<9 {
      try script.minute(minute, [1, 6].contains(minute) ? [ScriptLine.signal] : [])
    }
    #expect(script.said == ["4 raised", "6 cleared"])
  }

  @Test func `a position that does not close is raised at its age`() throws {
    var script = try AlertScript("stuck_position:bars=3")
    let entry = AlertScript.time(1)
    for minute in 0..<8 {
      var lines = [ScriptLine.bar(100)]
      if minute == 1 { lines.append(ScriptLine.opened("p", at: entry)) }
      if minute == 6 { lines.append(ScriptLine.closed("p", at: entry, pnl: 1)) }
      try script.minute(minute, lines)
    }
    #expect(script.said == ["4 raised", "6 cleared"])
    #expect(script.alerts[0].text.contains("p has been open for 3 bars"))
  }

  @Test func `equity below the cone is raised, and cleared once it is within`() throws {
    var script = try AlertScript("expectation:quantile=0.05")
    // A backtest that gains a hundredth on every day has no other path.
    script.state.expectation = ExpectationCone(dailyReturns: [0.01, 0.01, 0.01], days: 10)
    for (day, equity) in [10_100.0, 10_202, 10_250, 10_407].enumerated() {
      try script.minute(day * 1_440, [ScriptLine.equity(day == 0 ? 10_000 : equity, drawdown: 0)])
      if day == 0 { try script.minute(1, [ScriptLine.equity(equity, drawdown: 0)]) }
    }
    // At the begin of the first day nothing has been earned yet of what its end should bring.
    #expect(script.said == ["0 raised", "1 cleared", "2880 raised", "4320 cleared"])
  }

  @Test func `a hit rate is that of the last round trips, and of no fewer`() throws {
    var script = try AlertScript("hit_rate:min=0.5,window=4")
    for (minute, pnl) in [-1.0, -1, 1, 1, -1, 1, 1, 1].enumerated() {
      try script.minute(
        minute, [ScriptLine.closed("\(minute)", at: AlertScript.time(minute), pnl: pnl)])
    }
    #expect(script.said == [])
    for (minute, pnl) in [(8, -1.0), (9, -1), (10, -1), (11, 1), (12, 1), (13, 1)] {
      try script.minute(
        minute, [ScriptLine.closed("\(minute)", at: AlertScript.time(minute), pnl: pnl)])
    }
    #expect(script.said == ["10 raised", "12 cleared"])
  }

  @Test func `a stage that lags is named`() throws {
    var script = try AlertScript("stage_lag:max=30s")
    for (minute, lag) in [0.0, 30, 31, 90, 2].enumerated() {
      try script.minute(minute) {
        $0.stages = [.init(name: "detect", state: "running", lag: lag)]
      }
    }
    #expect(script.said == ["2 raised", "4 cleared"])
    #expect(script.alerts[0].text == "the stage detect is 31.0 s behind")
  }

  @Test func `a market that is silent is raised by its source, or by the clock`() throws {
    var script = try AlertScript("stream_silent:bars=2")
    for minute in 0..<3 {
      try script.minute(minute, [ScriptLine.bar(100)]) { $0.heard = AlertScript.time(minute) }
    }
    try script.minute(2, wall: AlertScript.time(4)) { _ in }
    try script.minute(2, wall: AlertScript.time(5)) { _ in }
    try script.minute(2, wall: AlertScript.time(6)) { _ in }
    try script.minute(7, [ScriptLine.bar(100)]) { $0.heard = AlertScript.time(7) }
    #expect(script.said == ["2 raised", "7 cleared"])
    try script.minute(8, [ScriptLine.bar(100)]) {
      $0.heard = AlertScript.time(8)
      $0.stages = [.init(name: "ingest", state: "running", outageSince: AlertScript.time(7))]
    }
    try script.minute(9, [ScriptLine.bar(100)]) {
      $0.heard = AlertScript.time(9)
      $0.hasEnded = true
    }
    #expect(script.said == ["2 raised", "7 cleared", "8 raised", "9 cleared"])
  }

  @Test func `a mark before its time shows a clock that is behind`() throws {
    var script = try AlertScript("clock:max=500ms")
    for (minute, receipt) in [120 as Int64, -500, -501, -2_000, 90].enumerated() {
      try script.minute(minute) { $0.receipt = receipt }
    }
    try script.minute(6, [ScriptLine.alert("clock", "raised", value: 0.9)])
    try script.minute(7, [ScriptLine.alert("clock", "cleared", value: 0.1)])
    #expect(script.said == ["2 raised", "4 cleared", "6 raised", "7 cleared"])
  }

  @Test func `an order that nobody knows of is raised by its age`() throws {
    var script = try AlertScript("order_unknown:max=60s")
    for minute in 0..<5 {
      try script.minute(minute) {
        $0.unknownOrders = minute < 4 ? [.init(id: "o-1", since: AlertScript.time(1))] : []
      }
    }
    #expect(script.said == ["3 raised", "4 cleared"])
  }

  @Test func `a fill that one side alone knows is raised once both are past it`() throws {
    var script = try AlertScript("reconcile")
    let at = AlertScript.time(1)
    try script.minute(0)
    try script.minute(
      1, [ScriptLine.fill("broker", "a", at: at), ScriptLine.fill("strategy", "a", at: at)])
    try script.minute(2, [ScriptLine.fill("broker", "b", at: at)])
    try script.minute(3)
    try script.minute(4)
    try script.minute(5, [ScriptLine.fill("strategy", "b", at: at)])
    #expect(script.said == ["3 raised", "5 cleared"])
    #expect(script.alerts[0].text == "the fill b is known to the venue alone")
    try script.minute(6, [ScriptLine.alert("reconcile", "raised", value: 1)])
    try script.minute(7, [ScriptLine.alert("reconcile", "cleared", value: 0)])
    #expect(script.said.suffix(2) == ["6 raised", "7 cleared"])
  }

  @Test func `an exchange that is asked too much is raised at the limit`() throws {
    var script = try AlertScript("rate_limit:max=0.7")
    for (minute, used) in [0.5, 0.7, 0.9].enumerated() {
      try script.minute(
        minute,
        [
          ScriptLine.alert("rate_limit", "cleared", value: 0),
          ScriptLine.alert("rate_limit", "raised", value: used),
        ])
    }
    try script.minute(3, [ScriptLine.alert("rate_limit", "cleared", value: 0.2)])
    #expect(script.said == ["1 raised", "3 cleared"])
  }

  @Test func `a disk is raised below its limit`() throws {
    var script = try AlertScript("disk:min=1GB")
    for (minute, free) in [2_000_000_000 as Int64, 999_999_999, 5, 1_000_000_000].enumerated() {
      try script.minute(minute) { $0.freeBytes = free }
    }
    #expect(script.said == ["1 raised", "3 cleared"])
    #expect(script.alerts[0].text == "999.9 MB are free on the disk of the session")
  }

  @Test func `restarts count within a window`() throws {
    var script = try AlertScript("restarts:max=2,window=10m")
    for (minute, restarts) in [(0, 7), (1, 8), (2, 9), (3, 10), (5, 10), (11, 10), (30, 10)] {
      try script.minute(minute) {
        $0.stages = [.init(name: "detect", state: "running", restarts: restarts)]
      }
    }
    #expect(script.said == ["3 raised", "11 cleared"])
    try script.minute(31) {
      $0.stages = [.init(name: "detect", state: "failed", restarts: 10, reason: "exit 65")]
    }
    #expect(script.said.last == "31 raised")
    #expect(script.alerts.last?.text == "the stage detect is given up: exit 65")
  }

  @Test func `a mode that a person has set is raised until it is taken back`() throws {
    var script = try AlertScript("mode")
    for (minute, action) in [(1, "reduce"), (2, "exit"), (4, "resume")] {
      try script.minute(minute, [ScriptLine.control(action)])
    }
    #expect(script.said == ["1 raised", "4 cleared"])
  }
}
