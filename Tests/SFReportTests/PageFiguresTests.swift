import Foundation
import SFCore
import SFReport
import SFTestSupport
import Testing

/// The figures on a page are those of the report's tables, and its data is that of the run.
@Suite struct PageFiguresTests {
  private func parts(seed: UInt64) throws -> (run: RandomRun, report: Report, page: String) {
    let run = RandomRun(seed: seed, count: 3_000, isSparse: true)
    let report = try Reporting.report(run.text)
    return (run, report, try #require(HTMLPage.text(of: report)))
  }

  @Test func `every cell of every table is there`() throws {
    for seed in 0..<5 as Range<UInt64> {
      let (_, report, page) = try parts(seed: seed)
      for table in report.tables where table.isRecord {
        for (column, cell) in zip(table.columns, table.rows[0]) {
          let row = try #require(between(page, "<tr data-key=\"\(column.key)\">", "</tr>"))
          #expect(between(row, "<td>", "</td>") == cell.short, "\(column.key)")
        }
      }
      for table in report.tables where !table.isRecord {
        for row in table.rows {
          let cells = row.map { cell in
            "<td( class=\"text\")?>\(NSRegularExpression.escapedPattern(for: cell.short))</td>"
          }
          // The cell of a bar stands between.
          let pattern = "<tr>" + cells.joined(separator: "(<td class=\"bar\".*?</td>)?") + "</tr>"
          #expect(
            page.range(of: pattern, options: .regularExpression) != nil, "\(table.key): \(row)")
        }
      }
    }
  }

  @Test func `a headline is the figure of the table, rounded`() throws {
    let (_, report, page) = try parts(seed: 1)
    let summary = try #require(report.tables.first)
    let keys = ["total_return_fraction", "max_drawdown_fraction", "sharpe", "round_trips"]
    for key in keys {
      let column = try #require(summary.columns.firstIndex { $0.key == key })
      let tile = try #require(between(page, "<div data-key=\"\(key)\" ", "</div>"))
      let exact = try #require(between(tile, "title=\"", "\""))
      #expect(exact == summary.rows[0][column].plain)
      let shown = try #require(between(tile, ">", "</dd>")?.split(separator: ">").last)
        .replacingOccurrences(of: "−", with: "-")
      let value = try #require(Double(shown.split(separator: " ")[0]))
      let scale = key.hasSuffix("fraction") ? 100.0 : 1
      let expected = try #require(Double(exact)) * scale
      #expect((value - expected).magnitude <= 0.005_000_1, "\(key)")
    }
  }

  @Test func `each breakdown counts every round trip`() throws {
    for seed in 0..<5 as Range<UInt64> {
      let (run, report, _) = try parts(seed: seed)
      let record = try #require(report.page)
      for table in PageBreakdown.tables(report, record) {
        let counts = table.rows.compactMap { Int($0[1].plain) }
        #expect(counts.reduce(0, +) == run.trips.count, "\(table.key)")
      }
    }
  }

  @Test func `the data is that of the run`() throws {
    let (run, report, page) = try parts(seed: 2)
    let text = try #require(between(page, "id=\"data\">", "</script>"))
    let data = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let runs = try #require(data["runs"] as? [[String: Any]])
    let last = try unpacked(runs[0]["last"])
    let end = try #require(last.last)
    #expect((end - run.marks.last!.equity.double).magnitude < 1e-3)
    let lows = try unpacked(runs[0]["low"])
    #expect(lows.filter { !$0.isNaN }.min() == run.marks.map(\.equity.double).min())
    let deepest = try unpacked(runs[0]["drawdown"]).filter { !$0.isNaN }.max()
    #expect(deepest == report.equity.drawdown.maximum)

    let trips = try #require(data["roundTrips"] as? [String: Any])
    let closed = try #require(trips["closed"] as? Int)
    func column(_ key: String) throws -> [Int64] {
      Array(try BitText.integers(trips[key]).prefix(closed))
    }
    #expect(closed == run.trips.count)
    #expect(try column("pnl") == run.trips.map(\.pnl.units))
    #expect(try column("fees") == run.trips.map(\.fees.units))
    #expect(try column("bars") == run.trips.map { Int64($0.bars) })
    let symbols = try #require(trips["symbol"] as? [String: Any])
    let names = try #require(symbols["names"] as? [String])
    #expect(
      try BitText.integers(symbols["of"]).prefix(closed).map { names[Int($0)] }
        == run.trips.map(\.symbol))
    let months = report.equity.months
    let growth = months.reduce(1.0) { $0 * (1 + ($1.value ?? .nan)) }
    let whole = try #require(report.equity.totalReturn.value)
    #expect((growth - 1 - whole).magnitude < 1e-9)
  }

  /// The numbers of `PackedNumbers`, by another way than the script's.
  private func unpacked(_ value: Any?) throws -> [Double] {
    let parts = try #require(value as? [Any])
    let low = try #require(parts[0] as? Double)
    let high = try #require(parts[1] as? Double)
    let text = try #require(parts[2] as? String)
    let bytes = [UInt8](try #require(Data(base64Encoded: text)))
    return stride(from: 0, to: bytes.count, by: 3).map { index in
      let code = Int(bytes[index]) << 16 | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2])
      return code == 0xFF_FFFF ? .nan : low + (high - low) * Double(code) / Double(0xFF_FFFE)
    }
  }

  private func between(_ text: String, _ start: String, _ end: String) -> String? {
    guard let from = text.range(of: start),
      let to = text.range(of: end, range: from.upperBound..<text.endIndex)
    else { return nil }
    return String(text[from.upperBound..<to.lowerBound])
  }
}
