import Foundation
import SFTestSupport
import Testing

/// `--follow --store`: what is seen is kept, and a run that was killed goes on.
@Suite struct FollowStoreTests {
  private static func command(_ exchange: ExchangeServer) -> String {
    "\(FollowTests.command) --base-url \(exchange.url) --store market.db -q"
  }

  private static var second: Int64 { Int64(Date().timeIntervalSince1970) }

  @Test func `another process finds a bar in the store when its line arrives`() throws {
    let exchange = try FollowTests.exchange(ahead: 0)
    try Workplace.with { place in
      let result = try place.run(
        """
        timeout -s INT 5 \(Self.command(exchange)) --from $(date -u -d @\(Self.second - 3) +%FT%T) |
          while IFS= read -r line; do
            case $line in '{"type":"bar"'*)
              if sf-ingest -q --store market.db | grep -qxF "$line"; then echo kept
              else echo "not kept: $line"; fi ;;
            esac
          done
        """)
      let lines = result.output.split(separator: "\n")
      #expect(lines.allSatisfy { $0 == "kept" } && lines.count >= 10, "\(result)")
    }
  }

  /// While somebody else holds the right to write, nothing can be committed.
  @Test func `no line comes while its commit has to wait`() throws {
    let exchange = try FollowTests.exchange(ahead: 0)
    try Workplace.with { place in
      let result = try place.run(
        """
        \(Self.command(exchange)) > lines & tool=$!
        until [ $(wc -l < lines) -gt 4 ]; do sleep 0.05; done
        python3 - <<'END' &
        import os, sqlite3, time
        store = sqlite3.connect("market.db", isolation_level=None)
        store.execute("BEGIN IMMEDIATE")
        os.close(os.open("held", os.O_CREAT))
        while not os.path.exists("release"): time.sleep(0.01)
        store.execute("ROLLBACK")
        END
        holder=$!
        until [ -e held ]; do sleep 0.01; done
        # What was committed before is on its way.
        sleep 0.4; before=$(wc -l < lines); sleep 2; [ $(wc -l < lines) = $before ] && echo waits
        touch release; wait $holder
        until [ $(wc -l < lines) -gt $((before + 5)) ]; do sleep 0.05; done; echo goes on
        kill -INT $tool; wait $tool; grep -c '"type":"gap"' lines
        sf-ingest -q --store market.db | grep '"type":"bar"' > kept
        grep '"type":"bar"' lines | cmp - kept && echo same
        """)
      #expect(result.output == "waits\ngoes on\n0\nsame\n", "\(result.error)")
    }
  }

  @Test func `killed and started again it leaves no gap and no double`() throws {
    let exchange = try FollowTests.exchange(ahead: 0)
    try Workplace.with { place in
      let from = Self.second - 5
      let result = try place.run(
        """
        run() { exec \(Self.command(exchange)) --from $(date -u -d @\(from) +%FT%T); }
        RANDOM=7
        for n in 1 2 3 4 5; do
          run > lines$n & tool=$!
          sleep $((n % 2)).$((100 + RANDOM % 900)); kill -KILL $tool; wait $tool
        done 2> /dev/null
        run > last & tool=$!
        sleep 2.5; kill -INT $tool; wait $tool
        grep '"type":"bar"' last > bars
        # Each begins where it was told to, with what is kept, and goes on with what comes.
        for n in 1 2 3 4 5; do
          grep '^{"type":"bar".*}$' lines$n > seen
          head -n $(wc -l < seen) bars | cmp - seen || echo "run $n: other lines"
        done
        sf-store check market.db
        sf-ingest -q --store market.db > kept; grep -c '"type":"gap"' kept
        grep '"type":"bar"' kept | head -n $(wc -l < bars) | cmp - bars && echo same
        cat kept
        """)
      #expect(result.output.hasPrefix("0\nsame\n"), "\(result)")
      for symbol in ["BTCUSDT", "ETHUSDT"] {
        let times = FollowTests.times(symbol, result.output)
        #expect(times.first == (from + 1) * 1_000)
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 == $0 + 1_000 }, "\(times)")
      }
    }
  }

  /// Each line comes at most once over all runs then, and the store has what fell between them.
  @Test func `without a time to begin at it goes on behind what is kept`() throws {
    let exchange = try FollowTests.exchange(ahead: 0)
    try Workplace.with { place in
      let result = try place.run(
        """
        \(Self.command(exchange)) > first & tool=$!
        sleep 2.5; kill -KILL $tool; wait $tool 2>/dev/null
        sf-ingest -q --store market.db | grep '"type":"bar"' > before
        sleep 2
        \(Self.command(exchange)) > second & tool=$!
        sleep 2.5; kill -INT $tool; wait $tool
        sf-ingest -q --store market.db > kept; grep -c '"type":"gap"' kept
        grep '"type":"bar"' kept > after
        grep '"type":"bar"' second | cat before - | cmp - after && echo same
        # Without --follow it fetches what has closed since, and a second time nothing.
        sleep 1
        command="\(Self.command(exchange))"
        ${command/--follow/} > third; echo $?
        ${command/--follow/} --to 2024-01-02 > fourth; echo $?
        grep '"type":"bar"' fourth
        sf-ingest -q --store market.db | grep '"type":"bar"' > all
        grep '"type":"bar"' third | cat after - | cmp - all && echo same
        [ $(wc -l < before) -lt $(wc -l < after) ] && [ $(wc -l < after) -lt $(wc -l < all) ] &&
          echo more
        """)
      #expect(result.output == "0\nsame\n0\n0\nsame\nmore\n", "\(result)")
    }
  }

  @Test func `without a time to begin at a store without bars is no help`() throws {
    let exchange = try FollowTests.exchange(ahead: 0)
    try Workplace.with { place in
      let result = try place.run(
        """
        sf-ingest binance --symbols BTCUSDT --interval 1s --base-url \(exchange.url) \
        --store market.db
        """)
      #expect(result.status == 64 && result.output == "")
      #expect(
        result.error.contains("--from is needed: 'market.db' has no bars of 1s to go on with"),
        "\(result.error)")
    }
  }
}
