import SFCore
import SFHTTP
import SFTestSupport
import Testing

/// The market as it goes on, days of it, on a clock that nobody waits for.
@Suite struct FollowSourceTests {
  private static let begin = FollowBench.begin.milliseconds

  private func lines(_ bench: FollowBench) throws -> FollowedLines {
    try FollowedLines(bench.text, bench.market, length: FollowBench.minute)
  }

  private func closes(_ minutes: ClosedRange<Int64>) -> [Int64] {
    minutes.map { Self.begin + $0 * FollowBench.minute }
  }

  @Test func `each bar comes when it has closed, and an order to stop is no end`() throws {
    let bench = FollowBench()
    #expect(try bench.run(until: 60.5) == .interrupted)
    let found = try lines(bench)
    #expect(found.findings.isEmpty && found.alerts.isEmpty && found.gaps == 0 && found.end == nil)
    for symbol in ["BTCUSDT", "ETHUSDT"] { #expect(found.bars[symbol] == closes(1...60)) }
    #expect(found.marks == closes(1...60))
  }

  @Test func `ends at the time that was asked for, with the counts of all runs`() throws {
    let bench = FollowBench()
    let end = Self.begin + 30 * FollowBench.minute
    #expect(try bench.run(until: 12.3, to: end) == .interrupted)
    #expect(try bench.run(until: 60, to: end) == .done)
    let found = try lines(bench)
    #expect(found.findings.isEmpty && found.marks == closes(1...30))
    #expect(found.end?["counts"] as? [String: Int] == ["bar": 60, "mark": 30])
    // And where the end alone is left.
    bench.text = bench.text.split(separator: "\n").dropLast().map { $0 + "\n" }.joined()
    #expect(try bench.run(until: 70, to: end) == .done)
    #expect(try lines(bench).end?["counts"] as? [String: Int] == ["bar": 60, "mark": 30])
  }

  // MARK: Failures

  private static let failures: [FollowBench.Trouble] = [
    .failure("Connection refused"), .failure("Could not resolve host: exchange"),
    .failure("Operation timed out"), .answer(.status(500)), .answer(.status(503)),
    .answer(.status(429, retryAfter: 20)), .answer(.status(418, retryAfter: 500)),
    .answer(.truncated), .answer(.reply(ServerReply("<html>busy</html>"))),
    .answer(.reply(ServerReply("<html>who are you</html>", status: 403))),
    .answer(.reply(ServerReply("<html>nothing here</html>", status: 404))),
  ]

  /// From the start, and in the middle: an alert each, and nothing is lost.
  @Test(arguments: failures.indices)
  func `an outage is an alert, raised once and cleared once`(failure: Int) throws {
    let bench = FollowBench()
    bench.fault = { request, time in
      let minute = (time - Self.begin) / FollowBench.minute
      // Who is met is asked in a sentence and not for ever.
      let isRefusal = failure >= 9
      return (minute < 3 && !isRefusal) || (20..<35).contains(minute) ? Self.failures[failure] : nil
    }
    try bench.run(until: 60.5)
    let found = try lines(bench)
    #expect(found.findings.isEmpty && found.gaps == 0, "\(found.findings)")
    for symbol in ["BTCUSDT", "ETHUSDT"] { #expect(found.bars[symbol] == closes(1...60)) }
    let once = ["raised", "cleared"]
    #expect(found.alerts == (failure >= 9 ? once : once + once), "\(found.alerts)")
  }

  @Test func `the alert comes while it lasts, a millisecond behind the last mark`() throws {
    let bench = FollowBench()
    bench.fault = { _, time in
      time > Self.begin + 5 * FollowBench.minute ? .failure("Connection refused") : nil
    }
    try bench.run(until: 30)
    #expect(
      bench.text.hasSuffix(
        """
        {"type":"alert","ts":"2026-01-05T00:05:00.001Z","level":"warning","rule":"exchange",\
        "state":"raised","value":null,"limit":null,\
        "text":"the exchange does not answer: Connection refused"}
        {"type":"mark","ts":"2026-01-05T00:05:00.001Z"}

        """)
        || bench.text.contains("\"ts\":\"2026-01-05T00:04:00.001Z\""), "\(bench.text.suffix(500))")
    // Another run finds it raised, and clears it.
    bench.fault = { _, _ in nil }
    try bench.run(until: 40.5)
    let found = try lines(bench)
    #expect(found.findings.isEmpty && found.alerts == ["raised", "cleared"])
    #expect(found.bars["ETHUSDT"] == closes(1...40))
  }

  /// A symbol that the exchange forgets is a failure of its own, and no other's.
  @Test func `a symbol that is refused holds no other up for long`() throws {
    let bench = FollowBench()
    bench.fault = { request, time in
      request.query["symbol"] == "ETHUSDT" && time > Self.begin + 10 * FollowBench.minute
        ? .answer(.status(400, code: -1_121, message: "Invalid symbol.")) : nil
    }
    try bench.run(until: 60.5)
    try bench.run(until: 90.5)
    let found = try lines(bench)
    #expect(found.findings.isEmpty && found.alerts == ["raised"], "\(found.alerts)")
    #expect(found.bars["BTCUSDT"] == closes(1...90))
    #expect(found.bars["ETHUSDT"]?.count ?? 0 <= 10)
  }

  /// More symbols than there may be questions at once.
  @Test func `many symbols that are refused hold no other up`() throws {
    let symbols = ["AUSDT", "BUSDT", "CUSDT", "DUSDT", "EUSDT", "FUSDT", "GUSDT"]
    let bench = FollowBench(symbols: symbols)
    bench.fault = { request, time in
      symbols.dropLast().contains(request.query["symbol"] ?? "")
        && time > Self.begin + 10 * FollowBench.minute
        ? .answer(.status(400, code: -1_121, message: "Invalid symbol.")) : nil
    }
    try bench.run(until: 60.5)
    let found = try lines(bench)
    #expect(found.findings.isEmpty && found.alerts == ["raised"], "\(found.alerts)")
    #expect(found.bars["GUSDT"] == closes(1...60))
  }

  // MARK: Late bars

  /// Keeps the bars of a symbol back that open in a part of the hour, until some minutes later.
  private func late(
    _ symbol: String, _ minutes: Range<Int64>, by delay: Int64
  ) -> FollowBench.Fault {
    { request, time in
      guard request.query["symbol"] == symbol else { return nil }
      let opens = minutes.map { Self.begin + $0 * FollowBench.minute }
      let back = opens.filter { time < $0 + (1 + delay) * FollowBench.minute }
      return back.isEmpty ? nil : .answer(.without(Set(back)))
    }
  }

  @Test func `what comes later than its mark is a gap, also over a restart`() throws {
    for stop in [13.1, 14.5, 15.01, 17.5, 18.2] {
      let bench = FollowBench()
      bench.fault = late("ETHUSDT", 12..<16, by: 2)
      try bench.run(until: stop)
      try bench.run(until: 30.5)
      let found = try lines(bench)
      #expect(found.findings.isEmpty, "\(stop): \(found.findings)")
      #expect(found.bars["BTCUSDT"] == closes(1...30))
      #expect(found.gaps == 1, "\(stop)")
      let ether = found.bars["ETHUSDT"] ?? []
      #expect(Set(closes(1...12) + closes(19...30)).isSubset(of: ether), "\(stop): \(ether)")
    }
  }

  @Test func `a symbol that was absent is not waited for until it is heard of`() throws {
    let bench = FollowBench()
    bench.fault = late("ETHUSDT", 10..<14, by: 1)
    try bench.run(until: 12.5)
    // Absent at the last mark, it is waited for once by whoever goes on.
    try bench.run(until: 30.5)
    #expect(try lines(bench).findings.isEmpty)
    func wait(_ minute: Int64) -> Int64 {
      let mark = Self.begin + minute * FollowBench.minute
      return (bench.written[mark] ?? .max) - mark
    }
    #expect((0..<1_000).contains(wait(10)) && (5_000..<5_100).contains(wait(11)))
    #expect((0..<1_000).contains(wait(12)), "\(wait(12))")
    for minute in 16...30 as ClosedRange<Int64> { #expect((0..<1_000).contains(wait(minute))) }
  }

  // MARK: Quotes

  @Test func `quotes are those that the exchange had as the mark closed`() throws {
    let bench = FollowBench(symbols: ["ADAUSDT", "BTCUSDT", "ETHUSDT"])
    bench.writesQuotes = true
    try bench.run(until: 30.5)
    let found = try lines(bench)
    #expect(found.findings.isEmpty && found.quotes.count == 90, "\(found.quotes.count)")
    for quote in found.quotes {
      #expect((0...1_000).contains(quote.ts - quote.at))
      #expect(quote.bidQuantity == Double(quote.at) / 1_000)
    }
    #expect(found.quotes.prefix(3).map(\.symbol) == ["ADAUSDT", "BTCUSDT", "ETHUSDT"])
    #expect(bench.questions["/api/v3/ticker/bookTicker"] == 30)
  }

  @Test func `quotes that do not come in time are not said, and nothing old is`() throws {
    let bench = FollowBench()
    bench.writesQuotes = true
    bench.fault = { request, time in
      let minute = (time - Self.begin) / FollowBench.minute
      return request.path.hasSuffix("bookTicker") && (5..<10).contains(minute)
        ? .failure("Operation timed out") : nil
    }
    try bench.run(until: 20.5)
    let found = try lines(bench)
    #expect(found.findings.isEmpty && found.bars["ETHUSDT"] == closes(1...20))
    #expect(found.quotes.allSatisfy { (0...1_000).contains($0.ts - $0.at) })
    #expect(found.quotes.count == 30, "\(found.quotes.count)")
    #expect(found.alerts == ["raised", "cleared"])
  }

  // MARK: Chance

  /// Outages that begin between two bars, at random.
  private func outages(_ seed: UInt64) -> FollowBench.Fault {
    var random = SeededGenerator(seed: seed)
    var outages: [Range<Int64>] = []
    var minute = Int64(3)
    while minute < 700 {
      let start = Self.begin + minute * FollowBench.minute + 30_000
      let length = Int64.random(in: 1_000...900_000, using: &random)
      outages.append(start..<start + length)
      minute += length / FollowBench.minute + Int64.random(in: 2...60, using: &random)
    }
    return { _, time in
      guard outages.contains(where: { $0.contains(time) }) else { return nil }
      return Self.failures[Int(random.next() % 9)]
    }
  }

  /// Whatever was lost of the lines, their sum is the undisturbed stream but for the alerts.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func `what was written over many restarts is the whole market`(seed: UInt64) throws {
    let bench = FollowBench()
    var random = SeededGenerator(seed: seed)
    bench.fault = outages(seed)
    while bench.minutes < 600 {
      try bench.run(until: bench.minutes + Double.random(in: 0.01...40, using: &random))
      bench.lose(upTo: 5, using: &random)
    }
    bench.fault = { _, _ in nil }
    try bench.run(until: bench.minutes + 60)
    let found = try lines(bench)
    #expect(found.findings.isEmpty && found.gaps == 0, "\(found.findings.prefix(5))")
    let last = (found.marks.last ?? 0) / FollowBench.minute * FollowBench.minute
    let all = Array(stride(from: Self.begin + FollowBench.minute, through: last, by: 60_000))
    for symbol in ["BTCUSDT", "ETHUSDT"] {
      #expect(found.bars[symbol] == all, "\(symbol) has \(found.bars[symbol]?.count ?? 0)")
    }
    let states = found.alerts
    #expect(states.enumerated().allSatisfy { ($0 % 2 == 0) == ($1 == "raised") }, "\(states)")
  }

  /// Failures of single questions, also between those of one mark: what a mark did not wait for is
  /// a gap that says so, and no more than that.
  @Test(arguments: 100..<120 as Range<UInt64>)
  func `whatever fails, each bar is there once or in a gap`(seed: UInt64) throws {
    let bench = FollowBench()
    var random = SeededGenerator(seed: seed)
    var state = random
    bench.writesQuotes = true
    bench.fault = { _, _ in
      state.next() % 3 == 0 ? Self.failures[Int(state.next() % 9)] : nil
    }
    while bench.minutes < 300 {
      try bench.run(until: bench.minutes + Double.random(in: 0.01...40, using: &random))
      bench.lose(upTo: 5, using: &random)
    }
    let found = try lines(bench)
    #expect(found.findings.isEmpty, "\(found.findings.prefix(5))")
    #expect(found.bars.values.allSatisfy { $0.count > 50 })
    #expect(found.alerts.enumerated().allSatisfy { ($0 % 2 == 0) == ($1 == "raised") })
  }
}
