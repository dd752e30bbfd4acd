import Foundation
import SFCore
import SFReport
import SFTestSupport
import Testing

@Suite struct ComparisonTests {
  private func comparison(_ seeds: [UInt64]) throws -> Comparison {
    Comparison(
      try seeds.map { seed in
        Comparison.Run(
          name: "run\(seed)",
          report: try Reporting.report(RandomRun(seed: seed, count: 900, isSparse: true).text))
      })
  }

  @Test func `each figure is that of the run, and differs by what it differs`() throws {
    let comparison = try comparison([1, 2, 3])
    let table = try #require(comparison.tables.first)
    #expect(
      table.columns.map(\.key) == [
        "figure", "run1", "run2", "run3", "run2_less_run1", "run3_less_run1",
        "better", "best",
      ])
    #expect(table.rows.count > 20)
    for (index, run) in comparison.runs.enumerated() {
      let summary = run.report.summary
      for row in table.rows {
        let column = try #require(summary.columns.firstIndex { $0.key == row[0].plain })
        #expect(row[1 + index] == summary.rows[0][column], "\(row[0].plain)")
        guard index > 0, let first = Double(row[1].plain), let own = Double(row[1 + index].plain)
        else { continue }
        let difference = try #require(Double(row[3 + index].plain))
        #expect((difference - (own - first)).magnitude < 1e-7, "\(row[0].plain)")
      }
    }
  }

  @Test func `only settings that differ are named`() throws {
    let a = RandomRun(seed: 1, count: 50, isSparse: true).text
    let b = a.replacingOccurrences(
      of: #""config":{"capital":1000.0}"#, with: #""config":{"capital":1000.0,"fee":0.002}"#)
    let runs = [
      Comparison.Run(name: "a", report: try Reporting.report(a)),
      Comparison.Run(name: "b", report: try Reporting.report(b)),
    ]
    let rows = Comparison(runs).tables[1].rows
    #expect(rows == [[.text("sf-strategy"), .text("fee"), .none, .text("0.002")]])
    #expect(
      Comparison([runs[0], Comparison.Run(name: "c", report: runs[0].report)]).tables[1].rows
        .isEmpty)
  }
}
