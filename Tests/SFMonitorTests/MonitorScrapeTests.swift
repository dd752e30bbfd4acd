import Foundation
import SFTestSupport
import Testing

/// What Prometheus makes of the figures: its own checker, and a server that scrapes them.
@Suite(
  .enabled(
    if: Shell.has("promtool", "prometheus", "curl", "jq"), "needs prometheus: bin/setup --tests"))
struct MonitorScrapeTests {
  /// Scrapes, a second apart, before the server is asked.
  private static let scrapes =
    ProcessInfo.processInfo.environment["MONITOR_SCRAPES"].flatMap { Int($0) } ?? 3

  @Test func `the figures are as its conventions ask, and a query gives the equity`() throws {
    let place = try MonitorPlace()
    try place.session()
    let monitor = try MonitorProcess(["run", "--listen", "127.0.0.1:0"], in: place.url)
    let address = try #require(monitor.address(), "\(monitor.said)")
    let result = try Shell.run(
      """
      set -eu
      until curl -s \(address)/metrics | grep -q '^sf_equity_quote{'; do sleep 0.05; done
      curl -s \(address)/metrics | promtool check metrics >&2
      cat > scrape.yml <<'END'
      scrape_configs:
        - job_name: session
          scrape_interval: 1s
          static_configs:
            - targets: ["\(address.dropFirst("http://".count))"]
      END
      timeout \(Self.scrapes + 60) prometheus --config.file=scrape.yml --storage.tsdb.path=stored \
        --web.listen-address=127.0.0.1:0 2> server.log &
      server=$!
      trap 'kill $server' EXIT
      until grep -q 'Listening on' server.log; do kill -0 $server; sleep 0.05; done
      port=$(sed -n 's/.*msg="Listening on" address=127.0.0.1:\\([0-9]*\\).*/\\1/p' server.log)
      ask() { curl -sG "http://127.0.0.1:$port/api/v1/query" --data-urlencode "query=$1" |
        jq -r '.data.result[0].value[1] // "0"'; }
      until [ "$(ask 'count_over_time(sf_equity_quote[5m])')" -ge \(Self.scrapes) ]; do
        sleep 0.2
      done
      ask 'min_over_time(up[5m])'
      ask 'sf_equity_quote{session="run"}'
      sf-cat run/strategy --type equity | jq -r .equity | tail -n 1
      """, in: place.url)
    #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
    let figures = result.output.split(separator: "\n").compactMap { Double($0) }
    try #require(figures.count == 3, "\(result.output)")
    #expect(figures[0] == 1)
    #expect(figures[1] == figures[2] && figures[1] > 0)
    #expect(monitor.stop() == 130)
  }
}
