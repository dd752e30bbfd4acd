import Foundation
import SFTestSupport
import Testing

/// The market as it is streamed, by real sockets: whatever happens to the streams, the bars are what
/// the exchange answers afterwards.
@Suite struct StreamFollowTests {
  /// Follows for some seconds, with faults that come while it does; what came, what was said, and
  /// how often the exchange was asked for bars.
  private func follow(
    _ seconds: Int, faults: String = "", options: String = ""
  ) throws -> (missing: String, notices: String, asked: Int, bars: Int) {
    let result = try RunningExchange.with(
      "",
      """
      sf-ingest binance --symbols BTCUSDT --interval 1s --follow --stream --quotes --warm-up 5s \\
        --streams "$SOCKETS" --base-url "$REST" \(options) > lines 2> notices & tool=$!
      for n in $(seq 100); do grep -q 'streams of the exchange are' notices && break; sleep 0.05; done
      # By then what closed before the streams were there has been asked for.
      sleep 3
      asked=$(grep -c /api/v3/klines journal.jsonl || true)
      \(faults)
      sleep \(seconds); kill -TERM $tool; wait $tool || true
      again=$(grep -c /api/v3/klines journal.jsonl || true)
      # `ts` is the close; the first opens a second before it.
      first=$(grep '"bar"' lines | head -n 1 | jq -r '.ts | sub("[.]000Z$"; "Z") | fromdate - 1 | todate')
      last=$(grep '"bar"' lines | tail -n 1 | jq -r '.ts | sub("[.]000Z$"; "Z")')
      sf-ingest binance -q --symbols BTCUSDT --interval 1s --from "${first%Z}" --to "${last%Z}" \\
        --base-url "$REST" | grep '^{"type":"bar"' > all || true
      grep '^{"type":"bar"' lines | diff - all > missing || true
      echo "$((again - asked)) $(grep -c . all)"
      cat missing; echo ---; cat notices
      """)
    let head = result.output.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    let counts = head[0].split(separator: " ").compactMap { Int($0) }
    try #require(counts.count == 2 && head.count == 2, "\(result.output) \(result.error)")
    let rest = String(head[1])
    let cut = try #require(rest.ranges(of: "---\n").first)
    return (
      String(rest[..<cut.lowerBound]), String(rest[cut.upperBound...]), counts[0], counts[1]
    )
  }

  private static func fault(_ line: String) -> String {
    "curl -sf -o /dev/null -X POST \"$ADMIN/faults\" -d '\(line)'"
  }

  @Test func `bars come without a question`() throws {
    let run = try follow(4)
    #expect(run.missing.isEmpty && run.bars >= 8, "\(run)")
    #expect(run.asked == 0, "\(run)")
  }

  @Test(arguments: [
    #"{"fault":"missed_close","probability":0.5}"#, #"{"fault":"stall","ms":5000}"#,
    #"{"fault":"shutdown"}"#, #"{"fault":"disconnect"}"#,
    #"{"fault":"duplicate_frame","probability":0.5}"#,
    #"{"fault":"disorder_frame","probability":0.5}"#,
  ])
  func `whatever happens to the streams, no bar is lost or twice`(fault: String) throws {
    let run = try follow(7, faults: Self.fault(fault))
    #expect(run.missing.isEmpty && run.bars >= 11, "\(run)")
  }

  @Test func `where streams do not answer, the exchange is asked, and it is said once`() throws {
    let run = try follow(4, options: "--streams ws://127.0.0.1:1")
    #expect(run.missing.isEmpty && run.bars >= 7 && run.asked > 0, "\(run)")
  }

  @Test func `an address that is no WebSocket is a sentence`() throws {
    let result = try Shell.run(
      "sf-ingest binance --symbols A --interval 1s --follow --stream --streams http://x; echo $?")
    #expect(result.output == "64\n")
    #expect(result.error.contains("expected an address such as wss://"), "\(result.error)")
  }
}
