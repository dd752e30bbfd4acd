import SFTestSupport
import Testing

/// `sf-ingest binance`, killed at moments of chance and started again behind its last mark.
@Suite struct DownloadKillTests {
  @Test func `a download goes on behind a mark`() throws {
    let exchange = try ExchangeServer(DownloadTests.market(lacking: [1_200, 1_201, 2_999])) { _ in
      nil
    }
    let result = try Workplace.with { place in
      try place.run(
        """
        \(KillRounds.script)
        run() { exec \(DownloadTests.command) -q --base-url \(exchange.url) ${output:+-o $output}; }
        (run > whole) || cat whole
        measure $BASH -c "$(declare -f run); run > part"
        file() { output=part; run; }
        newest() { grep '^{"type":"mark".*}$' part | tail -n 1 | cut -d '"' -f 8; }
        while more; do
          rm -f part
          kill_within file
          mark=$(newest)
          [ -n "$mark" ] || continue
          grep -n "^{\\"type\\":\\"mark\\",\\"ts\\":\\"$mark" part | cut -d : -f 1 > line
          head -n "$(cat line)" part > kept
          (export SF_AFTER=$mark; run >> kept)
          cmp kept whole || echo "another stream behind $mark"
        done 2> log
        grep error: log
        """)
    }
    #expect(result.output == "", "\(result.error)")
  }
}
