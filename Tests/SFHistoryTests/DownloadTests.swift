import Foundation
import SFTestSupport
import Testing

/// `sf-ingest binance` against an exchange on this machine that does its worst.
@Suite struct DownloadTests {
  static let minute: Int64 = 60_000
  /// 2024-01-01.
  static let start: Int64 = 1_704_067_200_000
  static let count: Int64 = 3_500

  /// Two symbols, 3500 minutes; the time stands 10 s into an open bar.
  static func market(lacking: Set<Int64> = []) -> ExchangeMarket {
    var market = ExchangeMarket(
      symbols: ["BTCUSDT", "ETHUSDT"], listed: start, now: start + count * minute + 10_000)
    market.lacking = Set(lacking.map { start + $0 * minute })
    return market
  }

  /// What the stream of a market must be: that of its rows as plain files.
  static func expected(_ market: ExchangeMarket, _ place: Workplace) throws -> Substring {
    for symbol in market.symbols {
      let rows = (0..<count).map { start + $0 * minute }.filter { !market.lacking.contains($0) }
        .map { market.archiveRow(symbol, minute, open: $0) }
      try place.write(Array(rows.joined().utf8), to: "expected/\(symbol).csv")
    }
    return body(try place.run("sf-ingest expected/*.csv --interval 1m").output)
  }

  static let command =
    "sf-ingest binance --symbols BTCUSDT,ETHUSDT --interval 1m --from 2024-01-01 --backoff 5ms"

  /// The stream under a fault that the tool has to get over.
  private func check(
    _ market: ExchangeMarket = Self.market(), options: String = "",
    requests: ClosedRange<Int>? = nil, _ script: @escaping ExchangeServer.Script
  ) throws -> Shell.Result {
    let exchange = try ExchangeServer(market, script: script)
    return try Workplace.with { place in
      let result = try place.run("\(Self.command) --base-url \(exchange.url) \(options)")
      #expect(result.status == 0, "\(result.error)")
      #expect(body(result.output) == (try Self.expected(market, place)))
      if let requests { #expect(requests.contains(exchange.pages.count)) }
      return result
    }
  }

  /// Once at a page of the middle, and once at the first.
  private static func isChosen(_ request: ServerRequest) -> Bool {
    request.path == "/api/v3/klines" && (request.number == 2 || request.number == 6)
  }

  @Test func `downloads in pages what has closed`() throws {
    // Four pages a symbol: the first shows where bars begin, three more.
    let result = try check(requests: 8...8) { _ in nil }
    // The market's time stands still in another year.
    #expect(result.error.split(separator: "\n").count == 1)
    #expect(result.error.contains("this machine's clock is"))
  }

  static let faults: [ExchangeServer.Fault] = [
    .status(500), .status(502), .status(503), .status(429, retryAfter: 1),
    .status(418, retryAfter: 1), .truncated, .doubled, .page(limit: 500), .page(limit: 1),
    .delivery(.cut(after: 3_000)), .delivery(.silence),
    .without([start, start + 7 * minute, start + 2_700 * minute]),
  ]

  @Test(arguments: faults.indices)
  func `gets over what goes wrong once`(fault: Int) throws {
    _ = try check { request in
      guard Self.isChosen(request) else { return nil }
      // What is missing twice is taken to be lacking.
      if case .without = Self.faults[fault], request.number > 2 { return nil }
      return Self.faults[fault]
    }
  }

  @Test func `gets over the worst of all at once`() throws {
    for seed in 0..<3 as Range<UInt64> {
      _ = try check(options: "--retries 30 --requests 6") { request in
        var generator = SeededGenerator(seed: seed &* 1_000 &+ UInt64(request.number))
        let fault = Self.faults[Int(generator.next() % UInt64(Self.faults.count))]
        if case .status(429, _, _, _) = fault { return nil }
        if case .status(418, _, _, _) = fault { return nil }
        return generator.next() % 3 == 0 ? fault : nil
      }
    }
  }

  @Test func `what the exchange lacks is a gap, asked for once more and no more`() throws {
    let market = Self.market(lacking: [5, 6, 7, 1_500, 2_999, 3_000])
    let result = try check(market, requests: 14...14) { _ in nil }
    #expect(lines("gap", in: result.output).count == 6)
  }

  @Test func `a slow drip is given up and asked for again`() throws {
    let result = try check(options: "--timeout 1s") { request in
      request.number == 3 ? .delivery(.drip(milliseconds: 20)) : nil
    }
    #expect(result.error.contains("tries again"))
  }

  /// No request in the second that the exchange asked for, whatever was under way.
  @Test(arguments: [429, 418])
  func `keeps still for as long as the exchange asks`(status: Int) throws {
    let asked = Moment()
    let exchange = try ExchangeServer(Self.market()) { request in
      guard request.number == 4 else { return nil }
      asked.set(request.time)
      return .status(status, retryAfter: 2)
    }
    try Workplace.with { place in
      let result = try place.run("\(Self.command) --base-url \(exchange.url) --requests 2")
      #expect(result.status == 0)
      #expect(result.error.contains("asks to keep still for 2 s"))
      let moment = asked.time
      // One other may have been on its way.
      let within = exchange.server.requests.filter { $0.number > 5 && $0.time < moment + 2_000 }
      #expect(within.isEmpty, "\(within.map { $0.time - moment })")
      #expect(lines("bar", in: result.output).count == 2 * Int(Self.count))
    }
  }

  @Test func `slows down above 70 % of the weight`() throws {
    let exchange = try ExchangeServer(Self.market(), usedByOthers: 5_900)
    try Workplace.with { place in
      _ = try place.run("timeout 3 \(Self.command) --base-url \(exchange.url)")
      // The limit is known, and nearly used: nothing more is asked for.
      #expect(exchange.pages.isEmpty)
    }
  }

  /// 50 s of the exchange's minute are left, and what it says was used leaves (5700 − 4500) / 2
  /// requests: 83 ms apart. Below 70 % they come as fast as they are answered.
  @Test func `spreads its requests from 70 % of the weight on`() throws {
    func pauses(usedByOthers used: Int) throws -> [Int64] {
      let exchange = try ExchangeServer(Self.market(), usedByOthers: used)
      return try Workplace.with { place in
        let result = try place.run("\(Self.command) --base-url \(exchange.url) -q")
        #expect(result.status == 0, "\(result.error)")
        #expect(body(result.output) == (try Self.expected(Self.market(), place)))
        let times = exchange.pages.map(\.time)
        return zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
      }
    }
    let spread = try pauses(usedByOthers: 4_500)
    let dense = try pauses(usedByOthers: 0)
    #expect(spread.count == 7 && dense.count == 7)
    // Two that were sent apart may arrive together on a busy machine, all of them cannot.
    #expect(spread.reduce(0, +) >= 6 * 80 && spread[3] >= 60, "\(spread)")
    #expect(dense[0] < spread[3], "\(dense)")
  }

  @Test(arguments: [
    (ExchangeServer.Fault.status(429, retryAfter: 7_200), 75, "keep still for 7200 s"),
    (.status(451, code: 0, message: "Restricted location."), 77, "Restricted location. (code 0)"),
    (.status(400, code: -1_100, message: "Illegal characters."), 69, "(code -1100)"),
    (.status(500), 69, "tried 3 times: HTTP 500"), (.truncated, 65, "tried 3 times"),
    (.delivery(.silence), 69, "tried 3 times"),
    (.redirect(to: "ftp://127.0.0.1/x"), 69, "cannot read"),
  ])
  func `says in one sentence what it cannot get over`(
    fault: ExchangeServer.Fault, status: Int, words: String
  ) throws {
    let exchange = try ExchangeServer(Self.market()) {
      $0.path == "/api/v3/klines" ? fault : nil
    }
    try Workplace.with { place in
      let result = try place.run("\(Self.command) --base-url \(exchange.url) --retries 2 -q")
      #expect(Int(result.status) == status, "\(result.error)")
      #expect(result.error.contains(words), "\(result.error)")
      #expect(result.error.contains("/api/v3/klines") || status == 75)
      #expect(lines("bar", in: result.output).isEmpty)
    }
  }

  /// The exchange has bars of months; they are made of its days here, as `--resample` makes them.
  @Test func `months are made of days`() throws {
    let market = ExchangeMarket(
      symbols: ["BTCUSDT"], listed: Self.start, now: Self.start + 100 * 1_440 * Self.minute)
    let exchange = try ExchangeServer(market)
    try Workplace.with { place in
      let command =
        "sf-ingest binance --symbols BTCUSDT --from 2024-01-01 --base-url \(exchange.url) --interval"
      let months = try place.run("\(command) 1M")
      #expect(months.status == 0, "\(months.error)")
      #expect(lines("bar", in: months.output).count == 3)
      let made = try place.run("\(command) 1d 2> /dev/null | sf-ingest --resample 1M")
      #expect(body(months.output) == body(made.output))
      let followed = try place.run("\(command) 1M --follow")
      #expect(followed.status == 64)
      #expect(followed.error.contains("--follow does not go with --interval 1M"))
    }
  }

  @Test func `an address with a key is refused without showing it`() throws {
    try Workplace.with { place in
      let result = try place.run(
        "\(Self.command) --base-url 'http://127.0.0.1:9/?api_key=hidden&n=1'")
      #expect(result.status == 78 && result.output.isEmpty)
      #expect(
        result.error.contains("'http://127.0.0.1:9/?n=1' has a password or a key, expected none"),
        "\(result.error)")
      #expect(!result.error.contains("hidden"))
    }
  }

  @Test func `an unknown symbol is said in the exchange's words`() throws {
    let exchange = try ExchangeServer(Self.market())
    try Workplace.with { place in
      let result = try place.run(
        "sf-ingest binance --symbols NOPE --interval 1m --from 2024-01-01 --base-url \(exchange.url)"
      )
      #expect(result.status == 66 && result.output.isEmpty)
      #expect(result.error.contains("Invalid symbol. (code -1121)"), "\(result.error)")
    }
  }

  @Test func `follows a redirect`() throws {
    let other = try ExchangeServer(Self.market())
    _ = try check { request in
      guard Self.isChosen(request) else { return nil }
      let query = request.query.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
      return .redirect(to: "\(other.url)\(request.path)?\(query)")
    }
    #expect(other.pages.count == 2)
  }

  @Test func `nobody there is said after some tries`() throws {
    let server = try LocalServer { _ in ServerReply("") }
    server.stop()
    try Workplace.with { place in
      let result = try place.run("\(Self.command) --base-url \(server.url) --retries 3")
      #expect(result.status == 69 && result.output.isEmpty)
      #expect(result.error.contains("tried 4 times"), "\(result.error)")
    }
  }

  /// A time of the exchange, noted in a thread of the server.
  private final class Moment: @unchecked Sendable {
    private let lock = NSLock()
    private var noted: Int64 = 0
    var time: Int64 { lock.withLock { noted } }
    func set(_ time: Int64) { lock.withLock { noted = time } }
  }
}
