import Foundation
import SFTestSupport
import Testing

/// The market as a process follows it: real sockets, outages, and deaths at any moment.
@Suite struct FollowProcessTests {
  private static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }

  private static func market() -> ExchangeMarket {
    ExchangeMarket(
      symbols: ["BTCUSDT", "ETHUSDT"], listed: now / 1_000 * 1_000 - 20_000,
      clock: { now })
  }

  private static func command(_ url: String) -> String {
    "sf-ingest binance --symbols BTCUSDT,ETHUSDT --interval 1s --follow --base-url \(url) -q"
  }

  private func isContinuous(_ times: [Int64]) -> Bool {
    zip(times, times.dropFirst()).allSatisfy { $1 == $0 + 1_000 }
  }

  @Test func `an exchange that comes later is an alert first, and then a market`() throws {
    // A port at which nobody listens.
    let port = try LocalServer { _ in ServerReply("") }.port
    let market = Self.market()
    try Workplace.with { place in
      let begin = Self.now / 1_000 * 1_000
      let exchange = Later {
        // The alert has been said by then.
        let lines = place.url.appendingPathComponent("lines")
        for _ in 0..<400 {
          let text = (try? String(contentsOf: lines, encoding: .utf8)) ?? ""
          if text.contains("alert") { break }
          usleep(50_000)
        }
        return try? ExchangeServer(market, port: port)
      }
      let result = try place.run(
        """
        \(Self.command("http://127.0.0.1:\(port)")) --from $(date -u -d @\(begin / 1_000 - 5) +%FT%T) \
        > lines & tool=$!
        for n in $(seq 600); do [ "$(grep -c '"bar"' lines)" -ge 12 ] && break; sleep 0.05; done
        kill -TERM $tool; wait $tool; echo $?; cat lines
        """)
      exchange.value?.server.stop()
      let lines = String(result.output.drop { $0 != "\n" }.dropFirst())
      let found = try FollowedLines(lines, market, length: 1_000)
      #expect(result.output.hasPrefix("143\n") && found.end == nil)
      #expect(found.findings.isEmpty, "\(found.findings)")
      #expect(found.alerts == ["raised", "cleared"], "\(lines.prefix(900))")
      #expect(lines.contains("the exchange does not answer"))
      #expect(found.bars["BTCUSDT"]?.first == begin - 4_000)
      #expect(isContinuous(found.bars["BTCUSDT"] ?? []))
    }
  }

  @Test(arguments: [503, 429, 418])
  func `an outage in the middle loses nothing`(status: Int) throws {
    let market = Self.market()
    let begin = Self.now
    // Late enough for a busy machine to have begun before.
    let outage = begin / 1_000 * 1_000 + 5_500
    let exchange = try ExchangeServer(market) { _ in
      (outage..<outage + 2_000).contains(Self.now)
        ? .status(status, retryAfter: status == 503 ? nil : 1) : nil
    }
    try Workplace.with { place in
      let result = try place.run(
        """
        begin=$(date +%s%3N)
        \(Self.command(exchange.url)) --warm-up 10s --quotes --wait 800ms > lines & tool=$!
        sleep 11; kill -TERM $tool; wait $tool; echo $?; echo $begin; cat lines
        """)
      let head = result.output.split(separator: "\n", maxSplits: 2)
      try #require(head.count == 3, "\(result.error)")
      let (lines, started) = (head[2], try #require(Int64(head[1])))
      let found = try FollowedLines(String(lines), market, length: 1_000)
      #expect(result.output.hasPrefix("143\n") && found.end == nil, "\(result.error)")
      #expect(found.findings.isEmpty, "\(found.findings)")
      #expect(found.alerts == ["raised", "cleared"], "\(lines.prefix(2_000))")
      #expect(
        !found.quotes.isEmpty && found.quotes.allSatisfy { (0...250).contains($0.ts - $0.at) })
      let bars = found.bars["BTCUSDT"] ?? []
      #expect(bars.count >= 14 && (bars.first ?? .max) <= started - 8_000)
    }
  }

  /// Bars of one symbol come two seconds late now and then: what is a gap in the stream is in the
  /// store, and each death keeps it so.
  @Test(arguments: [false, true])
  func `killed at any moment, the sum is the market`(hasLateBars: Bool) throws {
    let market = Self.market()
    let exchange = try ExchangeServer(market) { request in
      guard hasLateBars, request.query["symbol"] == "ETHUSDT" else { return nil }
      let open = (Self.now / 5_000 - 1) * 5_000
      let late = [open, open + 5_000].filter { Self.now < $0 + 3_000 }
      return late.isEmpty ? nil : .without(Set(late))
    }
    try Workplace.with { place in
      let begin = Self.now / 1_000 - 5
      let result = try place.run(
        """
        mkdir -p run/journal; file=run/journal/20260105T000000000.jsonl; : > $file
        run() {
          mark=$(grep '^{"type":"mark".*}$' $file | tail -n 1 | cut -d'"' -f8)
          if [ -n "$mark" ]; then export SF_AFTER=$mark SF_RECORDED=run; fi
          exec \(Self.command(exchange.url)) --store market.db --wait 300ms -o $file \
            --from $(date -u -d @\(begin) +%FT%T)
        }
        RANDOM=11
        for n in $(seq \(KillRounds.count)); do
          run & tool=$!
          sleep $((n % 2)).$((100 + RANDOM % 900)); kill -KILL $tool; wait $tool
        done 2> /dev/null
        run & tool=$!; sleep 2.5; kill -TERM $tool; wait $tool; echo $?
        sf-store check market.db > /dev/null; echo $?
        sf-ingest -q --store market.db | grep '"type":"bar"' | sort > kept
        # Not one bar is in the stream that is not in the store.
        grep '"type":"bar"' $file | sort | comm -13 kept - | wc -l
        cat $file
        """, seconds: 120 + 3 * KillRounds.count)
      let text = result.output.split(
        separator: "\n", maxSplits: 3, omittingEmptySubsequences: false)
      #expect(text.prefix(3) == ["143", "0", "0"], "\(result.error)")
      let found = try FollowedLines(String(text.last ?? ""), market, length: 1_000)
      #expect(found.findings.isEmpty && found.end == nil, "\(found.findings.prefix(5))")
      #expect(found.bars["BTCUSDT"]?.first == (begin + 1) * 1_000)
      #expect(isContinuous(found.bars["BTCUSDT"] ?? []))
      if !hasLateBars { #expect(isContinuous(found.bars["ETHUSDT"] ?? []) && found.gaps == 0) }
    }
  }
}

/// What another thread makes meanwhile.
private final class Later<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var made: Value?

  init(_ make: @escaping @Sendable () -> Value?) {
    Thread.detachNewThread { [self] in
      let value = make()
      lock.withLock { made = value }
    }
  }

  /// `nil` while it is not there.
  var value: Value? { lock.withLock { made } }
}
