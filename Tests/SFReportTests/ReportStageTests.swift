import Foundation
import SFCore
import SFReport
import SFTestSupport
import Testing

@Suite struct ReportStageTests {
  private func expect(
    _ found: Any?, _ expected: Double?, _ name: String,
    _ sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = (found as? NSNumber)?.doubleValue
    let isClose =
      if let found, let expected {
        (found - expected).magnitude <= 1e-9 * max(1, expected.magnitude)
      } else {
        found == nil && expected == nil
      }
    #expect(
      isClose, "\(name): \(found as Any), not \(expected as Any)", sourceLocation: sourceLocation)
  }

  @Test(arguments: [true, false])
  func `agrees with the whole list on random runs`(isSparse: Bool) throws {
    for seed in 0..<40 as Range<UInt64> {
      let run = RandomRun(seed: seed, count: 1_200, isSparse: isSparse)
      let tables = try Reporting.json(Reporting.report(run.text))
      let summary = try #require(tables["summary"] as? [String: Any])
      let n = Double(run.marks.count)
      let name = "seed \(seed)"
      expect(summary["marks"], n, name)
      expect(summary["elapsed_days"], n / 24, name)
      expect(summary["total_return_fraction"], run.marks.last!.equity.double / 1_000 - 1, name)
      expect(summary["buy_hold_return_fraction"], 0.1, name)
      expect(summary["exposure_fraction"], run.marks.map(\.exposure).reduce(0, +) / n, name)
      expect(
        summary["time_in_market_fraction"],
        Double(run.marks.filter { $0.openPositions > 0 }.count) / n, name)
      expect(summary["max_drawdown_fraction"], drawdown(run), name)
      expect(summary["sharpe"], sharpe(run), name)
      expect(summary["fees_quote"], run.fees.map(\.double).reduce(0, +), name)
      expect(summary["turnover"], run.notionals.reduce(0, +) / 1_000, name)
      expect(summary["refusals"], Double(run.refusals), name)
      expect(summary["open_positions"], Double(run.marks.last!.openPositions), name)
      expectTrips(summary, run.trips, name)
      try expectGroups(tables["symbols"], "symbol", run.trips, \.symbol, name)
      try expectGroups(tables["exit_reasons"], "exit_reason", run.trips, \.reason, name)
    }
  }

  private func expectTrips(_ found: [String: Any], _ trips: [RandomRun.Trip], _ name: String) {
    let n = Double(trips.count)
    let pnls = trips.map(\.pnl.double)
    let (gains, losses) = (pnls.filter { $0 > 0 }, pnls.filter { $0 < 0 })
    let returns = trips.map { $0.pnl.double / $0.notional }
    expect(found["round_trips"], n, name)
    expect(found["win_rate_fraction"], n > 0 ? Double(gains.count) / n : nil, name)
    expect(
      found["profit_factor"],
      losses.isEmpty ? nil : gains.reduce(0, +) / -losses.reduce(0, +), name)
    expect(found["expectancy_quote"], n > 0 ? pnls.reduce(0, +) / n : nil, name)
    expect(found["best_round_trip_fraction"], returns.max(), name)
    expect(found["worst_round_trip_fraction"], returns.min(), name)
    expect(found["average_round_trip_fraction"], n > 0 ? returns.reduce(0, +) / n : nil, name)
    expect(
      found["average_bars"], n > 0 ? Double(trips.map(\.bars).reduce(0, +)) / n : nil, name)
  }

  private func expectGroups(
    _ table: Any?, _ key: String, _ trips: [RandomRun.Trip],
    _ group: (RandomRun.Trip) -> String, _ name: String
  ) throws {
    let rows = try #require(table as? [[String: Any]])
    let groups = Dictionary(grouping: trips, by: group)
    #expect(rows.compactMap { $0[key] as? String } == groups.keys.sorted(), "\(name)")
    for row in rows {
      let members = groups[row[key] as? String ?? ""] ?? []
      expect(row["round_trips"], Double(members.count), name)
      expect(row["pnl_quote"], members.map(\.pnl.double).reduce(0, +), name)
      expect(row["fees_quote"], members.map(\.fees.double).reduce(0, +), name)
      expect(
        row["win_rate_fraction"],
        Double(members.filter { $0.pnl > .zero }.count) / Double(members.count), name)
    }
  }

  private func drawdown(_ run: RandomRun) -> Double {
    run.marks.indices.map { index in
      let high = max(RandomRun.capital, run.marks[...index].map(\.equity).max()!).double
      return (high - run.marks[index].equity.double) / high
    }
    .max()!
  }

  private func sharpe(_ run: RandomRun) -> Double {
    let days = Dictionary(grouping: run.marks) {
      Timestamp(milliseconds: $0.ts.milliseconds - 1).day
    }
    let ends = [1_000] + days.keys.sorted().map { days[$0]!.last!.equity.double }
    let returns = zip(ends, ends.dropFirst()).map { $1 / $0 - 1 }
    let n = Double(returns.count)
    let mean = returns.reduce(0, +) / n
    let variance = returns.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / (n - 1)
    return mean / variance.squareRoot() * 365.0.squareRoot()
  }

  @Test func `stopped and resumed it says the same`() throws {
    for seed in 0..<10 as Range<UInt64> {
      let text = RandomRun(seed: seed, count: 300, isSparse: true).text
      let whole = try Reporting.report(text)
      let resumed = try Reporting.report(text, resumingWithSeed: seed)
      for format in TableFormat.allCases {
        #expect(format.text(resumed.tables) == format.text(whole.tables), "seed \(seed)")
      }
      #expect(HTMLPage.text(of: resumed) == HTMLPage.text(of: whole), "seed \(seed)")
    }
  }

  /// A sparse stream says what a full one says, except where buying and holding is known.
  @Test func `a line holds until the next`() throws {
    for seed in 0..<10 as Range<UInt64> {
      let full = try Reporting.report(RandomRun(seed: seed, count: 500, isSparse: false).text)
      let sparse = try Reporting.report(RandomRun(seed: seed, count: 500, isSparse: true).text)
      #expect(TableFormat.json.text(full.tables) == TableFormat.json.text(sparse.tables))
    }
  }

  @Test func `without equity lines it says what it found`() throws {
    let error = try #require(throws: StageError.self) {
      try Reporting.report(#"{"type":"mark","ts":"2026-01-05T00:00:00.000Z"}"# + "\n")
    }
    #expect(error.exitStatus == .badData)
    #expect(error.message == "found no equity lines in 1 marks, expected the output of sf-strategy")
  }

  @Test func `a single mark takes its interval from the header`() throws {
    let report = try Reporting.report(
      """
      {"type":"header","protocol":1,"stages":[{"name":"sf-ingest","version":"1","config":{"interval":"1h"}}]}
      {"type":"equity","ts":"2026-01-05T01:00:00.000Z","equity":5.0,"cash":5.0,"exposure":0.0,"drawdown":0.0,"open_positions":0,"buy_hold":5.0}
      {"type":"mark","ts":"2026-01-05T01:00:00.000Z"}
      {"type":"end","ts":"2026-01-05T01:00:00.000Z","reason":"end","counts":{}}

      """)
    #expect(report.period.open == "2026-01-05T00:00:00.000Z")
    #expect(report.equity.capital == 5)
    #expect(report.isComplete)
  }

  /// But for a number a day, of which quantiles are made, and a little for each month.
  @Test func `memory does not grow with the run`() throws {
    func size(_ count: Int, keepsPage: Bool) throws -> Int {
      var stage = ReportStage(keepsPage: keepsPage)
      var step = Step()
      for index in 1...count {
        step.begin(Timestamp(milliseconds: Int64(index) * 60_000))
        step.take(
          Equity(
            equity: Price(units: Int64(index % 977) * 100_000_000 + 1), cash: 1, exposure: 0.5,
            drawdown: 0, openPositions: 1, buyHold: 1))
        try stage.update(&step)
      }
      return try JSONEncoder().encode(stage).count
    }
    let days = 400_000 / 1_440
    #expect(
      try size(400_000, keepsPage: false) < size(4_000, keepsPage: false) * 2 + days * 24)
    #expect(try size(400_000, keepsPage: true) < size(40_000, keepsPage: true) * 3)
  }

  @Test func `reasons without end are counted together`() throws {
    var refusals = Refusals()
    for index in 0..<5_000 {
      refusals.update(
        Refusal(
          symbol: "A", by: "x", reason: RefusalReason(rawValue: "\(index)"),
          subject: .signal(detector: "d")))
    }
    #expect(refusals.refused == 5_000)
    #expect(refusals.groups.list.count == 1_001)
    #expect(refusals.groups.list.map(\.value).reduce(0, +) == 5_000)
  }
}
