import SFTestSupport
import Testing

/// `sf-ingest binance` and `archive`, killed at moments of chance and started again behind their
/// last marks.
@Suite struct DownloadKillTests {
  /// What a command writes that is killed and goes on, at each round, must be what it writes when
  /// nobody disturbs it.
  private func check(_ command: String, in place: Workplace) throws {
    let result = try place.run(
      """
      \(KillRounds.script)
      run() { exec \(command) -q ${output:+-o $output}; }
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
    #expect(result.output == "", "\(result.error)")
  }

  @Test func `a download goes on behind a mark`() throws {
    let exchange = try ExchangeServer(DownloadTests.market(lacking: [1_200, 1_201, 2_999])) { _ in
      nil
    }
    try Workplace.with { place in
      try check("\(DownloadTests.command) --base-url \(exchange.url)", in: place)
    }
  }

  @Test func `archives go on behind a mark`() throws {
    try Workplace.with { place in
      for symbol in ["BTCUSDT", "ETHUSDT"] {
        for file in try ArchiveTests.files(symbol) { try place.write(file.bytes, to: file.path) }
      }
      try check("sf-ingest archive data", in: place)
    }
  }
}
