import SFCore
import SFMonitor
import Testing

/// What is shown of a large session: figures that Prometheus reads, and a page of a bounded size.
@Suite struct ShownTests {
  /// Ten thousand fills of 500 symbols, with round trips, open positions and orders that work.
  private func large(fills: Int = 10_000, symbols: Int = 500) throws -> WatchedState {
    var state = SessionState("run")
    let feed = StreamFeed(StreamRoles.whole.types)
    for minute in 0..<(fills / symbols) {
      let ts = AlertScript.time(minute)
      var text = ""
      for symbol in 0..<symbols {
        let name = "SYMBOL\(symbol)"
        let id = "\(ts.milliseconds)-\(symbol)"
        text += """
          {"type":"bar","ts":"\(ts)","symbol":"\(name)","interval":"1m","open":100.0,"high":100.0,\
          "low":100.0,"close":100.0,"volume":1.0}
          {"type":"order","ts":"\(ts)","id":"\(id)","symbol":"\(name)","side":"buy",\
          "kind":"market","quantity":1.0,"position":"\(id)","intent":"enter","reason":"a",\
          "reference":100.0}
          {"type":"fill","ts":"\(ts)","id":"\(id)-1","order":"\(id)","symbol":"\(name)",\
          "side":"buy","price":100.1,"quantity":1.0,"fee":0.1,"position":"\(id)",\
          "liquidity":"taker","at":"\(ts)"}
          {"type":"position","ts":"\(ts)","id":"\(id)","symbol":"\(name)","direction":"long",\
          "status":"open","quantity":1.0,"entry_price":100.1,"entry_ts":"\(ts)","detector":"a"}

          """
      }
      text += """
        {"type":"equity","ts":"\(ts)","equity":\(10_000 + minute).0,"cash":1.0,"exposure":1.0,\
        "drawdown":0.0,"open_positions":1,"buy_hold":10000.0}
        {"type":"mark","ts":"\(ts)"}

        """
      try feed.take(Array(text.utf8)) { state.take($0, of: "-", for: .whole) }
    }
    var book = AlertBook(try alertRuleCatalog.members.map { try AlertBook.Watch($0.kind) })
    _ = book.look(at: state, wall: AlertScript.time(0))
    return WatchedState(state, book)
  }

  @Test func `a page of ten thousand fills and 500 symbols is below a megabyte`() throws {
    let watched = try large()
    #expect(watched.state.book.today.fills == 10_000)
    #expect(watched.state.book.positions.count == 10_000)
    let text = Snapshot.json([watched], canControl: false).text
    #expect(text.utf8.count < 1_000_000)
    #expect(text.contains("\"position_count\":10000"))
  }

  @Test func `equity over time is bounded, and keeps its ends`() throws {
    var script = try AlertScript("mode")
    for minute in 0..<3_000 {
      try script.minute(minute, [ScriptLine.equity(Double(10_000 + minute), drawdown: 0)])
    }
    let points = script.state.book.curve.points
    #expect(points.count <= WatchedEquity.mostPoints + 1)
    #expect(points.first?.at == AlertScript.time(0))
    #expect(points.map(\.at) == points.map(\.at).sorted())
    #expect(script.state.book.curve.days.count == 3)
  }

  @Test func `figures have help, type and samples, each family once`() throws {
    let watched = try large(fills: 40, symbols: 2)
    let text = MetricsText.text([watched], at: AlertScript.time(60))
    let lines = text.split(separator: "\n")
    let helped = lines.filter { $0.hasPrefix("# HELP ") }.map { $0.split(separator: " ")[2] }
    let typed = lines.filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ")[2] }
    #expect(helped == typed)
    #expect(Set(helped).count == helped.count)
    for line in lines where !line.hasPrefix("#") {
      #expect(helped.contains(line.prefix { $0 != "{" }), "\(line)")
    }
    #expect(lines.contains("sf_equity_quote{session=\"run\"} 10019.0"))
    #expect(lines.contains("sf_position_age_bars{session=\"run\",symbol=\"SYMBOL0\"} 19.0"))
    #expect(lines.contains("sf_orders_total{session=\"run\",state=\"filled\"} 40.0"))
    #expect(lines.contains("sf_mode{session=\"run\",mode=\"active\"} 1.0"))
    #expect(
      lines.contains {
        $0.hasPrefix("sf_shortfall_bps{session=\"run\"} 9.99")
          || $0.hasPrefix("sf_shortfall_bps{session=\"run\"} 10.0")
      })
  }

  @Test
  func `of levels the one that may be met next is a figure, however many positions there are`()
    throws
  {
    func opened(_ id: String, _ symbol: String, _ levels: [(String, Double)]) -> String {
      let list = levels.map { #""\#($0)":\#($1)"# }.joined(separator: ",")
      return """
        strategy {"type":"position","id":"\(id)","symbol":"\(symbol)","direction":"long",\
        "status":"open","quantity":1.0,"entry_price":100.0,\
        "entry_ts":"\(AlertScript.time(0))","detector":"a","levels":{\(list)}}
        """
    }
    var script = try AlertScript("mode")
    try script.minute(
      1,
      [ScriptLine.bar(100)]
        + [(1, 90.0), (2, 97.0), (3, 95.0)].map { number, stop in
          opened("1-\(number)", "BTCUSDT", [("tp_sl.stop_loss", stop), ("tp_sl.take_profit", 112)])
        } + [opened("1-4", "ETHUSDT", [("tp_sl.stop_loss", 80)])])
    let text = MetricsText.text(
      [WatchedState(script.state, AlertBook([]))], at: AlertScript.time(1))
    let found = text.split(separator: "\n").filter { $0.hasPrefix("sf_position_level_quote{") }
    #expect(
      found == [
        #"sf_position_level_quote{session="run",symbol="BTCUSDT",level="tp_sl.stop_loss"} 97.0"#,
        #"sf_position_level_quote{session="run",symbol="BTCUSDT",level="tp_sl.take_profit"} 112.0"#,
        // Of this one no bar has come.
        #"sf_position_level_quote{session="run",symbol="ETHUSDT",level="tp_sl.stop_loss"} 80.0"#,
      ])
  }

  @Test func `names that need it are escaped`() throws {
    var state = SessionState("a\"b\\c")
    let feed = StreamFeed(StreamRoles.whole.types)
    let line = #"{"type":"mark","ts":"2026-01-05T00:00:00.000Z"}"# + "\n"
    try feed.take(Array(line.utf8)) { state.take($0, of: "-", for: .whole) }
    let text = MetricsText.text([WatchedState(state, AlertBook([]))], at: AlertScript.time(0))
    #expect(text.contains(#"session="a\"b\\c""#))
  }

  @Test func `a sign of life is given while all is current and agrees`() throws {
    let feed = StreamFeed(StreamRoles.whole.types)
    var state = SessionState("run")
    let book = AlertBook([])
    #expect(!WatchedState(state, book).isCurrent, "nothing was read")
    let line = #"{"type":"mark","ts":"2026-01-05T00:00:00.000Z"}"# + "\n"
    try feed.take(Array(line.utf8)) { state.take($0, of: "-", for: .whole) }
    state.machine.state = "running"
    state.machine.stages = [MachineState.Stage(name: "risk", state: "running")]
    #expect(WatchedState(state, book).isCurrent)
    let changes: [(inout MachineState) -> Void] = [
      { $0.stages[0].state = "failed" }, { $0.stages[0].outageSince = AlertScript.time(0) },
      { $0.state = "stopped" }, { $0.hasEnded = true },
      { $0.unknownOrders = [.init(id: "1-1", since: AlertScript.time(0))] },
    ]
    for change in changes {
      var other = state
      change(&other.machine)
      #expect(!WatchedState(other, book).isCurrent)
    }
  }

  @Test func `a day is kept for its report until another one is over`() throws {
    var script = try AlertScript("mode")
    let day = AlertScript.time(0).day
    try script.minute(0, [ScriptLine.equity(100, drawdown: 0)])
    try script.minute(
      1,
      [
        ScriptLine.opened("1-1", at: AlertScript.time(0)),
        ScriptLine.closed("1-1", at: AlertScript.time(0), pnl: -2),
        ScriptLine.equity(98, drawdown: 0.02),
      ])
    try script.minute(1_440, [ScriptLine.equity(99, drawdown: 0.01)])
    let book = script.state.book
    #expect(book.days.content(of: day)?.trips.count == 1)
    #expect(book.days.content(of: day)?.profit.double == -2)
    #expect(book.days.content(of: day)?.equityBefore == 100)
    #expect(book.days.content(of: day)?.equity == 98)
    #expect(book.today.equityBefore == 98 && book.today.trips.count == 0)
    try script.minute(2_880, [ScriptLine.equity(99, drawdown: 0.01)])
    #expect(script.state.book.days.content(of: day) == nil)
    #expect(script.state.book.days.content(of: day + 1)?.equity == 99)
  }

  @Test func `what a day brought beside its lines`() {
    var notes = DayBook()
    var machine = MachineState()
    machine.stages = [MachineState.Stage(name: "risk", state: "running", restarts: 3)]
    let (first, second) = (AlertScript.time(0), AlertScript.time(1_440))
    notes.look(at: machine, now: first)
    machine.stages[0].restarts = 5
    notes.look(at: machine, now: first)
    func alert(_ state: String) -> Alert {
      Alert(level: "error", rule: "disk", state: state, value: nil, limit: nil, text: "is full")
    }
    notes.note(alert("raised"), at: first, now: first)
    notes.note(alert("cleared"), at: first, now: first)
    machine.stages[0].restarts = 6
    notes.look(at: machine, now: second)
    // What was before the first look counts on no day.
    #expect(notes.days.content(of: first.day)?.restarts == ["risk": 2])
    #expect(notes.days.content(of: first.day)?.alerts == ["00:00 disk: is full"])
    #expect(notes.days.content(of: second.day)?.restarts == ["risk": 1])
    #expect(notes.days.content(of: second.day)?.alerts == [])
  }
}
