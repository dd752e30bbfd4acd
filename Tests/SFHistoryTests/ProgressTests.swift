import Foundation
import SFTestSupport
import Testing

/// How far a download is, said while it runs.
@Suite struct ProgressTests {
  /// An exchange that takes 0.15 s for each page, so that eight last longer than nothing is shown.
  private static func slowExchange() throws -> ExchangeServer {
    try ExchangeServer(DownloadTests.market()) { request in
      if request.path == "/api/v3/klines" { usleep(150_000) }
      return nil
    }
  }

  private static func command(_ exchange: ExchangeServer, _ options: String) -> String {
    "\(DownloadTests.command) --base-url \(exchange.url) --requests 1 -q \(options)"
  }

  @Test func `a terminal shows bars, rate, part and time left, and is clean at the end`() throws {
    let exchange = try Self.slowExchange()
    try Workplace.with { place in
      let result = try place.run(
        """
        python3 - <<'END'
        import os, pty, subprocess
        here, there = pty.openpty()
        tool = subprocess.Popen("exec \(Self.command(exchange, "-o lines"))", shell=True, stderr=there)
        os.close(there)
        seen = b""
        try:
            while piece := os.read(here, 4096):
                seen += piece
        except OSError:  # The terminal has no other side any more.
            pass
        print(tool.wait())
        for part in seen.decode().split("\\r\\x1b[K"):
            print("|" + part)
        END
        """)
      let parts = result.output.split(separator: "\n")
      #expect(parts.first == "0" && parts.count > 4, "\(result)")
      // Nothing stands before the first, and nothing is left behind the last.
      #expect(parts.dropFirst().first == "|" && parts.last == "|")
      let shown = parts.dropFirst(2).dropLast()
      let form = /\|sf-ingest-binance: \d+ bars, \d+ bars\/s, (\d+) %, \d+ s left/
      let shares = shown.compactMap { (try? form.wholeMatch(in: $0)).flatMap { Int($0.output.1) } }
      #expect(shares.count == shown.count && shares == shares.sorted(), "\(shown)")
      #expect(shares.allSatisfy { (1...100).contains($0) } && shares.last ?? 0 >= 50, "\(shares)")
    }
  }

  @Test func `a program is told in lines of JSON, a file nothing`() throws {
    let exchange = try Self.slowExchange()
    try Workplace.with { place in
      let result = try place.run(
        """
        \(Self.command(exchange, "--progress json -o lines")) 2> err; echo $?
        jq -c '[.bars, .bars_per_second, .share] | map(type) | unique' err | sort -u
        jq -s 'length >= 2 and (map(.share) | . == sort and last <= 1 and last >= 0.5)' err
        """)
      #expect(result.output == "0\n[\"number\"]\ntrue\n", "\(result)")
      let quiet = try place.run(Self.command(exchange, "-o lines"))
      #expect(quiet.status == 0 && quiet.error == "")
    }
  }
}
