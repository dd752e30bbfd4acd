import Foundation
import SFTestSupport
import Testing

/// `sf-ingest binance --store`: what is kept, what is asked for again, and what a kill leaves.
@Suite struct StoreTests {
  private func command(_ exchange: ExchangeServer, _ options: String = "") -> String {
    "\(DownloadTests.command) --base-url \(exchange.url) --store market.db -q \(options)"
  }

  @Test func `the stream is the same with a store, and the second run asks for nothing`() throws {
    let market = DownloadTests.market(lacking: [5, 6, 1_500, 2_999])
    let exchange = try ExchangeServer(market)
    try Workplace.with { place in
      let expected = try DownloadTests.expected(market, place)
      let first = try place.run(command(exchange))
      #expect(first.status == 0 && body(first.output) == expected, "\(first.error)")
      let asked = exchange.pages.count
      let second = try place.run(command(exchange))
      #expect(second.status == 0 && body(second.output) == expected, "\(second.error)")
      #expect(exchange.pages.count == asked)
      let kept = try place.run("sf-ingest --store market.db")
      #expect(body(kept.output) == expected)
    }
  }

  @Test func `what came before and behind is asked for, and holes where that is wanted`() throws {
    let market = DownloadTests.market()
    let exchange = try ExchangeServer(market)
    try Workplace.with { place in
      let expected = try DownloadTests.expected(market, place)
      // Two pieces of the middle, from a file.
      let pieces = try place.run(
        """
        for coin in BTCUSDT ETHUSDT; do
          sed -n '101,200p;1001,1100p' expected/$coin.csv > $coin.csv
        done
        sf-ingest BTCUSDT.csv ETHUSDT.csv --interval 1m --store market.db > /dev/null
        """)
      #expect(pieces.status == 0, "\(pieces.error)")
      let ends = try place.run(command(exchange))
      #expect(lines("gap", in: ends.output).count == 2, "\(ends.error)")
      #expect(lines("bar", in: ends.output).count == 2 * Int(DownloadTests.count - 800))
      let repaired = try place.run(command(exchange, "--repair"))
      #expect(body(repaired.output) == expected, "\(repaired.error)")
    }
  }

  @Test func `what the exchange lacks is asked for once, also by a repair`() throws {
    let market = DownloadTests.market(lacking: Set(1_000..<1_100))
    let exchange = try ExchangeServer(market)
    try Workplace.with { place in
      let first = try place.run(command(exchange))
      #expect(lines("gap", in: first.output).count == 2)
      let asked = exchange.pages.count
      let again = try place.run(command(exchange, "--repair"))
      #expect(again.status == 0 && body(again.output) == body(first.output), "\(again.error)")
      #expect(exchange.pages.count == asked)
    }
  }

  @Test func `a bar is in the stream only after its commit`() throws {
    let exchange = try ExchangeServer(DownloadTests.market())
    try Workplace.with { place in
      // The last line of what has come out is in the store that the killed run leaves.
      let result = try place.run(
        """
        \(command(exchange)) > lines & tool=$!
        while [ ! -s lines ] || [ $(wc -l < lines) -lt 100 ]; do sleep 0.002; done
        kill -9 $tool; wait $tool 2>/dev/null
        sf-ingest --store market.db > kept
        grep '"type":"bar"' lines | sed '$d' > seen; grep '"type":"bar"' kept > there
        wc -l < seen; grep -cvxFf there seen
        """)
      let counts = result.output.split(separator: "\n").compactMap {
        Int($0.trimmingCharacters(in: .whitespaces))
      }
      #expect(counts.count == 2 && counts[0] >= 50 && counts[1] == 0, "\(result)")
    }
  }

  /// What goes wrong while a download is killed and resumed.
  private static let faults: [ExchangeServer.Fault] = [
    .page(limit: 700), .status(500), .truncated, .doubled, .delivery(.cut(after: 3_000)),
    .delivery(.silence),
  ]

  /// Killed at a moment of chance, and run again to its end: the stream and the store are those of
  /// the run that nobody disturbed.
  @Test func `a killed download goes on as if nothing had happened`() throws {
    let market = DownloadTests.market(lacking: [5, 1_500, 1_501])
    // So many runs would use up the minute's weight.
    let exchange = try ExchangeServer(market, countsWeight: false) { request in
      guard request.path == "/api/v3/klines", request.number % 3 == 0 else { return nil }
      return Self.faults[request.number / 3 % Self.faults.count]
    }
    let command = """
      sf-ingest binance --symbols BTCUSDT --interval 1m --from 2024-01-01 --to 2024-01-02T12:00 -q \
      --backoff 5ms --retries 20 --base-url \(exchange.url)
      """
    try Workplace.with { place in
      let result = try place.run(
        """
        \(KillRounds.script)
        run() { \(command) --store $1 -o $2; }
        killable() { exec \(command) --store $1 -o $2; }
        measure run whole.db whole
        sf-store export whole.db > whole.rows
        while more; do
          rm -f market.db*
          kill_within killable market.db first
          run market.db second || echo "kill $attempts: the next run failed"
          cmp second whole || echo "kill $attempts: another stream"
          sf-store check market.db
          sf-store export market.db | cmp - whole.rows || echo "kill $attempts: another store"
        done
        """, seconds: 1_200)
      #expect(result.output == "" && result.status == 0, "\(result.output)\(result.error)")
    }
  }

  @Test func `archives go into a store, and a second time add nothing`() throws {
    let market = ArchiveTests.market
    let rows = (0..<744).map {
      market.archiveRow(
        "BTCUSDT", ArchiveTests.hour, open: ArchiveTests.december + $0 * ArchiveTests.hour)
    }
    try Workplace.with { place in
      try place.write(
        ZipTests.archive([("a", rows.joined())]), to: "files/BTCUSDT-1h-2024-12.zip")
      let first = try place.run("sf-ingest archive files --unverified --store market.db")
      #expect(first.status == 0 && first.error.contains("kept 744 new bars"), "\(first.error)")
      let second = try place.run("sf-ingest archive files --unverified --store market.db")
      #expect(second.error.contains("kept 0 new bars"), "\(second.error)")
      let kept = try place.run("sf-ingest --store market.db")
      #expect(body(kept.output) == body(first.output))
    }
  }
}
