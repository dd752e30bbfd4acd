import SFCore
import SFMonitor
import SFReport
import SFRun
import SFStats
import SFTransport
import SFWire

/// The backtest by which a session is judged: the cone of its days.
enum ExpectedRun {
  /// Days that the cone goes on for: a year, and beyond it the last of them holds.
  private static let days = 366

  static func cone(_ file: String) throws -> ExpectationCone {
    let source = try Endpoint.open(input: file)
    let feed = StreamFeed(LineTypes(.equity))
    var reader = LineReader(source)
    var record: EquityRecord?
    while true {
      let line: Line
      do {
        guard let next = try reader.next() else {
          if try reader.fill() { continue } else { break }
        }
        line = next
        try feed.take(line) { step in
          let equity = step.equities.last
          if record == nil, let equity { record = EquityRecord(capital: equity.equity) }
          record?.update(equity, at: step.ts)
        }
      } catch let error as WireError {
        throw InputError(error, file: file, line: reader.lineNumber)
      }
    }
    guard let returns = record?.days.returns,
      let cone = ExpectationCone(dailyReturns: returns, days: days)
    else {
      throw TransportError(
        .badData, "found no day in '\(file)', expected the equity lines of a backtest",
        help: "for example: sf-backtest -f pipelines/quickstart.sh > backtest.jsonl")
    }
    return cone
  }
}
