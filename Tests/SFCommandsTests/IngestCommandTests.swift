import Foundation
import SFTestSupport
import Testing

/// `sf-ingest` as a process.
@Suite struct IngestCommandTests {
  /// Real files have real gaps.
  @Test(
    .enabled(if: Shell.shared != nil, "needs ../shared"),
    arguments: [
      // ETC lacks its last bar, which is no gap.
      ("ADABTC", 5_720, 40), ("TRXBTC", 5_754, 6), ("DASHBTC", 5_758, 2), ("ETCBTC", 5_759, 0),
      ("ETHBTC", 5_760, 0), ("LTCBTC", 5_760, 0), ("NXTBTC", 5_760, 0),
    ])
  func `finds the bars that real files lack`(symbol: String, count: Int, missing: Int) throws {
    let file = try #require(Shell.shared).appendingPathComponent("data/klines-5m/\(symbol)-5m.csv")
    let result = try Shell.run("sf-ingest '\(file.path)' --interval 5m")
    #expect(result.status == 0 && result.error == "")
    let lines = result.output.split(separator: "\n")
    let gaps = lines.filter { $0.hasPrefix("{\"type\":\"gap\"") }
    let sum = gaps.compactMap { $0.split(separator: "\"bars\":").last }
      .compactMap { Int($0.dropLast()) }.reduce(0, +)
    #expect(sum == missing)
    let bars = lines.filter { $0.hasPrefix("{\"type\":\"bar\"") }.count
    #expect(bars == count)
    // Each number of the file comes out with the same value.
    let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
    #expect(rows.count == bars)
    let firstRow = try #require(rows.first).split(separator: ",")
    let firstBar = try #require(lines.first { $0.hasPrefix("{\"type\":\"bar\"") })
    #expect(
      Double(firstRow[1]) == Double(firstBar.split(separator: "\"open\":")[1].prefix { $0 != "," }))
  }

  @Test(.enabled(if: Shell.shared != nil, "needs ../shared"))
  func `merges seven real files into steps`() throws {
    let folder = try #require(Shell.shared).appendingPathComponent("data/klines-5m").path
    let result = try Shell.run("sf-ingest '\(folder)'/*.csv --interval 5m")
    #expect(result.status == 0)
    var last = Substring()
    var symbols: [Substring] = []
    for line in result.output.split(separator: "\n").dropFirst().dropLast() {
      let ts = line.split(separator: "\"ts\":\"")[1].prefix(24)
      #expect(ts >= last)
      if line.hasPrefix("{\"type\":\"mark\"") {
        #expect(!symbols.isEmpty && symbols == symbols.sorted())
        #expect(ts > last || symbols.count > 0)
        symbols = []
        last = ts
      } else if line.hasPrefix("{\"type\":\"bar\"") {
        symbols.append(line.split(separator: "\"symbol\":\"")[1].prefix { $0 != "\"" })
      }
    }
    #expect(result.output.contains("\"reason\":\"end_of_input\""))
  }

  /// A pipe that stays open: the line of a bar comes out before the next row goes in.
  @Test func `a live bar comes out while standard input stays open`() throws {
    let result = try Shell.run(
      """
      mkfifo rows lines
      sf-ingest - --symbol A --interval 1m < rows > lines &
      exec 3> rows 4< lines
      printf 'time,open,high,low,close\\n60,1,1,1,1\\n' >&3
      for line in header bar mark; do read -t 20 -r text <&4 && echo "${text:0:20}"; done
      printf '120,1,1,1,1\\n' >&3
      for line in bar mark; do read -t 20 -r text <&4 && echo "${text:0:20}"; done
      exec 3>&-
      wait
      """)
    let (bar, mark) = ("{\"type\":\"bar\",\"ts\":\"", "{\"type\":\"mark\",\"ts\":")
    #expect(
      result.output.split(separator: "\n").map(String.init)
        == ["{\"type\":\"header\",\"pr", bar, mark, bar, mark])
  }

  @Test func `an interrupted run ends with a mark and exit 130`() throws {
    let result = try Shell.run(
      """
      mkfifo rows
      sf-ingest - --symbol A --interval 1m < rows > made & tool=$!
      exec 3> rows
      printf 'time,open,high,low,close\\n60,1,1,1,1\\n120,2,2,2,2\\n180,3,3,3' >&3
      for _ in {1..1000}; do grep -qs '"open":2.0' made && break; sleep 0.01; done
      kill -INT $tool
      wait $tool; echo $? $(tail -1 made)
      """)
    #expect(result.output == "130 {\"type\":\"mark\",\"ts\":\"1970-01-01T00:03:00.000Z\"}\n")
    #expect(result.error == "")
  }

  /// The second bar is due in an hour: the first is out, and the wait ends by a signal.
  @Test func `a replay writes what is due, waits, and ends by a signal`() throws {
    let result = try Shell.run(
      """
      mkfifo lines
      sf-ingest --synthetic --interval 1h --replay 1x > lines & tool=$!
      exec 4< lines
      for line in header bar mark; do read -t 20 -r text <&4 && echo "${text:0:14}"; done
      kill -TERM $tool
      cat <&4
      wait $tool; echo $?
      """)
    #expect(
      result.output == "{\"type\":\"heade\n{\"type\":\"bar\",\n{\"type\":\"mark\"\n143\n")
    #expect(result.error == "")
  }

  @Test(arguments: ["1000000000x", "max"])
  func `a replay says what is said without it`(speed: String) throws {
    let result = try Shell.run(
      """
      sf-ingest --synthetic --bars 300 > plain
      sf-ingest --synthetic --bars 300 --replay \(speed) | sed 's/"replay":"[^"]*"/"replay":null/' |
        cmp - plain && echo same
      """)
    #expect(result.output == "same\n" && result.error == "")
  }

  @Test func `its own output is its input`() throws {
    let result = try Shell.run(
      """
      sf-ingest --synthetic --symbols A,B --bars 500 > one.jsonl
      sf-ingest one.jsonl | tail -n +2 > two; tail -n +2 one.jsonl | cmp - two && echo same
      gzip -c one.jsonl | sf-ingest - | tail -n +2 | cmp - two && echo same
      """)
    #expect(result.output == "same\nsame\n" && result.error == "")
  }

  /// What `--help` shows first runs as it is printed.
  @Test func `the examples of the help run as printed`() throws {
    let help = try Shell.run("sf-ingest --help").output
    let part = try #require(
      help.split(separator: "EXAMPLES:\n")[1].split(separator: "\n\nINPUT").first)
    let examples = part.split(separator: "\n\n").map { example in
      example.split(separator: "\n").filter { !$0.hasPrefix("  #") }.joined(separator: "\n")
    }
    #expect(examples.count == 3)
    for example in examples {
      let result = try Shell.run("set -o pipefail\n" + example)
      #expect(result.status == 0 && result.error == "", "\(example)")
      #expect(result.output.contains("{\"type\":\"end\""))
    }
  }
}
