import Foundation
import SFTestSupport
import Testing

/// `--follow`, with bars of a second and an exchange whose clock is another than this machine's.
@Suite struct FollowTests {
  /// An exchange whose clock is so many milliseconds ahead of the machine's.
  static func exchange(
    ahead: Int64, script: @escaping ExchangeServer.Script = { _ in nil }
  ) throws -> ExchangeServer {
    let now: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) + ahead }
    let market = ExchangeMarket(
      symbols: ["BTCUSDT", "ETHUSDT"], listed: now() / 1_000 * 1_000 - 20_000, clock: now)
    return try ExchangeServer(market, script: script)
  }

  /// Opens of the bars of a symbol in a stream.
  static func times(_ symbol: String, _ output: String) -> [Int64] {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    return lines("bar", in: output).filter { $0.contains("\"\(symbol)\"") }.compactMap {
      formatter.date(from: String($0.split(separator: "\"ts\":\"")[1].prefix(24)))
    }.map { Int64(($0.timeIntervalSince1970 * 1_000).rounded()) }
  }

  static let command = "sf-ingest binance --symbols BTCUSDT,ETHUSDT --interval 1s --follow"

  @Test(arguments: [0, 2_000, -2_000] as [Int64])
  func `each bar comes once, when it has closed by the exchange's clock`(ahead: Int64) throws {
    let exchange = try Self.exchange(ahead: ahead)
    try Workplace.with { place in
      let begin = Int64(Date().timeIntervalSince1970 * 1_000) + ahead
      let from = (begin / 1_000 - 10)
      let result = try place.run(
        """
        \(Self.command) --base-url \(exchange.url) --from $(date -u -d @\(from) +%FT%T) > lines &
        tool=$!; sleep 4.5; kill -INT $tool; wait $tool; echo $?; cat lines
        """)
      let end = Int64(Date().timeIntervalSince1970 * 1_000) + ahead
      #expect(result.output.hasPrefix("130\n"), "\(result.error)")
      #expect(result.error.contains("this machine's clock is") == (ahead != 0))
      for symbol in ["BTCUSDT", "ETHUSDT"] {
        let times = Self.times(symbol, result.output)
        #expect(times.first == (from + 1) * 1_000)
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 == $0 + 1_000 }, "\(times)")
        // History, and of four seconds at least two.
        #expect(times.count >= 12, "\(times.count)")
        #expect(times.allSatisfy { $0 <= end })
      }
      #expect(result.output.split(separator: "\n").last?.hasPrefix("{\"type\":\"mark\"") == true)
    }
  }

  @Test func `a late bar is waited for, and no longer than said`() throws {
    let base = Int64(Date().timeIntervalSince1970) * 1_000
    // One bar of ETHUSDT, two seconds from now, is not there when it is asked for.
    let late = base + 3_000
    let exchange = try Self.exchange(ahead: 0) { request in
      request.query["symbol"] == "ETHUSDT" ? .without([late]) : nil
    }
    try Workplace.with { place in
      let result = try place.run(
        """
        timeout -s TERM 7 \(Self.command) --base-url \(exchange.url) --wait 1s \
        --from $(date -u -d @\(base / 1_000 - 2) +%FT%T) > lines; cat lines
        """)
      let (bitcoin, ether) = (
        Self.times("BTCUSDT", result.output), Self.times("ETHUSDT", result.output)
      )
      #expect(bitcoin.contains(late + 1_000) && !ether.contains(late + 1_000))
      #expect(zip(bitcoin, bitcoin.dropFirst()).allSatisfy { $1 == $0 + 1_000 }, "\(bitcoin)")
      #expect(bitcoin.count >= 5, "\(bitcoin.count)")
    }
  }

  @Test func `ends at the time that was asked for`() throws {
    let exchange = try Self.exchange(ahead: 0)
    try Workplace.with { place in
      let now = Int64(Date().timeIntervalSince1970)
      let result = try place.run(
        """
        \(Self.command) --base-url \(exchange.url) --from $(date -u -d @\(now - 3) +%FT%T) \
        --to $(date -u -d @\(now + 2) +%FT%T)
        """)
      #expect(result.status == 0 && lines("end", in: result.output).count == 1)
      #expect(Self.times("BTCUSDT", result.output).count == 5)
    }
  }
}
