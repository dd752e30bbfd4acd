import Foundation
import SFTestSupport
import Testing

/// What a page shows where somebody looks closer, and the table of its positions.
@Suite(.enabled(if: Browser.isThere, "needs chromium and python3: bin/setup --tests"), .serialized)
struct PageTierTests {
  private let chart = "[data-chart=price] .timechart"
  private let legend = Browser.Step.read(
    "document.querySelector('[data-chart=price] .legend').textContent")
  private let candles = Browser.Step.read("document.querySelectorAll('.candle').length")

  /// The bars of the run, by their symbol, as the tool that made them says them.
  private func bars() throws -> [(open: Date, values: [Double])] {
    let made = try Shell.run(
      "sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT --seed 7 --bars 12000 --interval 15m | "
        + "sf-cat --type bar --symbol BTCUSDT --csv")
    let rows = made.output.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    let columns = try ["open", "high", "low", "close"].map { name in
      try #require(rows[0].firstIndex(of: name))
    }
    let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    return try rows.dropFirst().map { row in
      let close = try format.parse(row[try #require(rows[0].firstIndex(of: "ts"))])
      return (close.addingTimeInterval(-900), columns.map { Double(row[$0]) ?? .nan })
    }
  }

  @Test func `zoomed in it shows the bars of the run`() throws {
    let visit = try VisitedPage.run([
      legend, candles, .click("[data-key='1d']"), .move(chart, x: 0.37, y: 0.5), legend, candles,
      .move(chart, x: 0.71, y: 0.5), legend, .click("[aria-label='Earlier']"),
      .move(chart, x: 0.2, y: 0.5), legend,
    ])
    let read = visit.read
    #expect(read[0].contains("lowest to highest of every") && read[1] == "0", "\(read[0])")
    #expect(read[2].contains("15m bars") && read[3] == "3", "\(read)")
    let bars = try bars()
    for text in [read[2], read[4], read[5]] {
      let match = try #require(
        text.firstMatch(
          of: /O (\S+)  H (\S+)  L (\S+)  C ([0-9 ]+\.\d{4})(\d{4}-\d\d-\d\d) (\d\d:\d\d)/),
        "\(text)")
      let shown = [match.1, match.2, match.3, match.4].map { Double($0) }
      let moment = try Date("\(match.5)T\(match.6):00Z", strategy: .iso8601)
      let bar = try #require(bars.last { $0.open <= moment })
      #expect(shown == bar.values, "\(text)")
    }
  }

  private let rows = "[...document.querySelectorAll('.trips tbody tr')]"
  private func cells(_ column: Int) -> Browser.Step {
    .read("\(rows).map(row => row.cells[\(column)].textContent).join(' ')")
  }

  @Test func `positions are sorted, narrowed and taken along`() throws {
    let folder = try VisitedPage.folder.get()
    let visit = try VisitedPage.run([
      .read("\(rows).length"), .click("#more-trips"), .read("\(rows).length"),
      .click("[data-key=pnl] button"), cells(7),
      .click("[data-key=pnl] button"), cells(7), .click("[data-key=symbol] button"), cells(2),
      .read(
        """
        (() => { const filter = document.querySelector('#trip-filter');
          filter.value = 'ETHUSDT short loss'; filter.dispatchEvent(new Event('input'));
          return document.querySelector('[data-chart=trips] .words').textContent; })()
        """),
      cells(2), cells(3),
      .read(
        "(URL.createObjectURL = blob => { blob.text().then(text => { window.saved = text; }); return '#'; }, 1)"
      ),
      .click("#trip-csv"), .read("window.saved"), .read(VisitedPage.fits),
    ])
    let read = visit.read
    #expect(read[0] == "50" && Int(read[1]) ?? 0 > 50, "\(read[0...1])")
    func numbers(_ text: String) -> [Double] {
      text.replacing("−", with: "-").split(separator: " ").compactMap { Double($0) }
    }
    #expect(numbers(read[2]) == numbers(read[2]).sorted(by: >), "\(read[2])")
    #expect(numbers(read[3]) == numbers(read[3]).sorted(), "\(read[3])")
    #expect(numbers(read[2])[0] > 0 && numbers(read[3])[0] < 0)
    #expect(read[4].hasPrefix("BTCUSDT"))
    #expect(Set(read[6].split(separator: " ")) == ["ETHUSDT"], "\(read[6])")
    #expect(Set(read[7].split(separator: " ")) == ["short"])
    // The lines of the run say the same.
    let lost = try Shell.run(
      "sf-cat run.jsonl --type position --symbol ETHUSDT | jq -rc 'select(.status == \"closed\" "
        + "and .direction == \"short\" and .pnl <= 0) | "
        + "[.entry_ts, .exit_ts, .pnl, .exit_price, .bars, .exit_reason] | join(\",\")'",
      in: folder)
    let expected = lost.output.split(separator: "\n").map(String.init)
    #expect(expected.count > 5 && read[5].hasPrefix("\(expected.count) of "), "\(read[5])")
    let saved = read[9].split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let places = try ["entry", "exit", "pnl", "exit_price", "bars", "exit_reason"].map { name in
      try #require(saved[0].firstIndex(of: name))
    }
    let lines = saved.dropFirst().map { row in places.map { row[$0] }.joined(separator: ",") }
    #expect(Set(lines) == Set(expected), "\(lines.prefix(2)), not \(expected.prefix(2))")
    #expect(read[10] == "true")
  }
}
