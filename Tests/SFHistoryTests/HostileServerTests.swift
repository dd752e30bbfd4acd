import Foundation
import SFTestSupport
import Testing

/// An exchange, and a server of archives, that mean harm: the tool ends in one sentence, without
/// having taken more memory, time or requests than an honest one costs.
@Suite struct HostileServerTests {
  private static let open: Int64 = DownloadTests.start

  /// A kline as the exchange writes it, with values of one's choice.
  private static func row(
    open: String = "\(open)", volume: String = "\"1\"", count: String = "1"
  ) -> String {
    "[\(open),\"1\",\"1\",\"1\",\"1\",\(volume),\(open),\"1\",\(count),\"1\",\"1\",\"0\"]"
  }

  /// Runs the tool against an exchange whose answers to `path` are all this one.
  private func outcome(
    _ reply: ServerReply, to path: String = "/api/v3/klines", seconds: Int = 60
  ) throws -> (result: Shell.Result, requests: [ServerRequest]) {
    let exchange = try ExchangeServer(DownloadTests.market()) {
      $0.path == path ? .reply(reply) : nil
    }
    let result = try Workplace.with {
      try $0.run(
        "sf-ingest binance --symbols BTCUSDT --interval 1m --from 2024-01-01 --to 2024-01-03 -q "
          + "--retries 2 --backoff 10ms --base-url \(exchange.url)", seconds: seconds)
    }
    return (result, exchange.server.requests.filter { $0.path == path })
  }

  @Test(arguments: [
    ("[\(row(open: "9223372036854775807"))]", "expected a kline of twelve values"),
    ("[\(row(open: "-9223372036854775808"))]", "expected a kline of twelve values"),
    ("[\(row(volume: "\"0x1p3\""))]", "expected a kline of twelve values"),
    ("[\(row(count: "-5"))]", "expected a kline of twelve values"),
  ])
  func `numbers that cannot be are none`(body: String, words: String) throws {
    let (result, requests) = try outcome(ServerReply(body))
    #expect(result.status == 65 && result.error.contains(words), "\(result.error)")
    #expect(result.error.contains("tried 3 times") && requests.count == 3)
    #expect(lines("bar", in: result.output).isEmpty)
  }

  @Test func `bars of which none opens where it should are none, and not asked for again`() throws {
    let (result, requests) = try outcome(ServerReply("[\(Self.row(open: "\(Self.open + 7_000)"))]"))
    #expect(result.status == 65 && requests.count == 1)
    #expect(result.error.contains("none of which opens where 1m does"), "\(result.error)")
    #expect(lines("bar", in: result.output).isEmpty)
  }

  @Test func `far more values than a page has are not read`() throws {
    let (result, _) = try outcome(
      ServerReply("[" + String(repeating: "1,", count: 400_000) + "1]"))
    #expect(result.status == 65 && result.error.contains("found up to 400002 values"))
  }

  @Test(arguments: ["9223372036854775807", "9007199254740992", "-1"])
  func `a time that cannot be is none`(time: String) throws {
    let (result, _) = try outcome(ServerReply("{\"serverTime\":\(time)}"), to: "/api/v3/time")
    #expect(result.status == 65 && result.output.isEmpty)
    #expect(
      result.error.contains(
        "found '{\"serverTime\":\(time)}', expected the time of the exchange"), "\(result.error)")
  }

  /// All of the minute is used then, so that the rest waits for the next.
  @Test func `a count of the weight beyond reason ends nothing`() throws {
    let rows = (0..<1_000 as Range<Int64>).map { Self.row(open: "\(Self.open + $0 * 60_000)") }
    let (result, requests) = try outcome(
      ServerReply(
        "[\(rows.joined(separator: ","))]",
        headers: [("X-MBX-USED-WEIGHT-1M", "9223372036854775807")]), seconds: 3)
    #expect(result.status == 124, "\(result.error)")
    #expect(requests.count == 1)
  }

  @Test(arguments: [429, 418])
  func `who asks to keep still for no time is not asked without end`(status: Int) throws {
    let (result, requests) = try outcome(
      ServerReply(
        "{\"code\":-1003,\"msg\":\"Too many requests.\"}", status: status,
        headers: [("Retry-After", "0")]))
    #expect(result.status == 75, "\(result.error)")
    #expect(
      result.error.contains("tried 3 times: HTTP \(status): Too many requests. (code -1003)"))
    let times = requests.map(\.time)
    #expect(times.count == 3)
    let pauses = zip(times, times.dropFirst()).map { $1 - $0 }
    #expect(pauses.first ?? 0 >= 1_000 && pauses.last ?? 0 >= 2_000, "\(pauses)")
  }

  @Test func `what 30 KB unpack to is not taken`() throws {
    let bomb = try Workplace.with { place in
      try place.write(Array(("[" + String(repeating: "1,", count: 15 << 20) + "1]").utf8), to: "a")
      _ = try place.run("gzip -9 a")
      return try place.bytes(of: "a.gz")
    }
    #expect(bomb.count < 40_000)
    let (result, requests) = try outcome(
      ServerReply(bomb, headers: [("Content-Encoding", "gzip")]))
    #expect(result.status == 69 && requests.count == 1, "\(result.error)")
    #expect(result.error.contains("an answer of more than 1048576 bytes"), "\(result.error)")
  }

  @Test func `the words of the server do nothing to a terminal`() throws {
    let words = #"\u001b]0;pwned\u0007\u001b[31mred\r\nsf-ingest: all is well"#
    let (result, _) = try outcome(
      ServerReply("{\"code\":-1,\"msg\":\"\(words)\"}", status: 400))
    #expect(result.status == 69)
    #expect(result.error.split(separator: "\n").count == 1)
    #expect(
      result.error.contains(
        #"\u{1B}]0;pwned\u{7}\u{1B}[31mred\u{D}\u{A}sf-ingest: all is well (code -1)"#),
      "\(result.error)")
  }

  @Test func `another host is not asked`() throws {
    let other = try ExchangeServer(DownloadTests.market())
    let (result, _) = try outcome(
      ServerReply(
        "", status: 302, headers: [("Location", "http://localhost:\(other.server.port)/x")]))
    #expect(result.status == 69 && other.server.requests.isEmpty)
    #expect(
      result.error.contains(
        "it redirects to 'http://localhost:\(other.server.port)/x', which is another host"),
      "\(result.error)")
  }

  // MARK: Archives

  /// Runs the tool against a server whose archive is small and whose checksum is this.
  private func outcome(checksum: [UInt8]) throws -> Shell.Result {
    let server = try LocalServer { request in
      request.path.hasSuffix(".CHECKSUM") ? ServerReply(checksum) : ServerReply("PK")
    }
    return try Workplace.with {
      try $0.run(
        "sf-ingest archive \(server.url) --symbols BTCUSDT --interval 1h --from 2024-12-01 "
          + "--to 2024-12-02 --retries 2 --backoff 1ms")
    }
  }

  @Test func `a checksum is a line, and not a gigabyte`() throws {
    let result = try outcome(checksum: [UInt8](repeating: 48, count: 100_000))
    #expect(result.status == 69, "\(result.error)")
    #expect(result.error.contains("an answer of more than 65536 bytes"), "\(result.error)")
  }

  @Test func `the words of a checksum do nothing to a terminal`() throws {
    let result = try outcome(checksum: Array("\u{1B}[31mred\r\nsf-ingest: all is well".utf8))
    #expect(result.status == 65 && !result.error.contains("\u{1B}"), "\(result.error)")
    #expect(result.error.contains(#"found '\u{1B}[31mred\u{D}\u{A}sf-ingest"#), "\(result.error)")
  }
}
