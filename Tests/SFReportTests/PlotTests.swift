import SFCore
import SFReport
import SFTestSupport
import Testing

@Suite struct PlotTests {
  private func plots(seed: UInt64, _ kinds: [Plot.Kind] = Plot.Kind.allCases) throws -> [Plot] {
    try Plot.plots(
      kinds, of: try Reporting.report(RandomRun(seed: seed, count: 800, isSparse: true).text))
  }

  @Test(arguments: [(20, 5), (40, 8), (80, 16), (213, 60)])
  func `a plot fits its room`(width: Int, height: Int) throws {
    for plot in try plots(seed: 1) {
      let rows = TerminalPlot.text(plot, width: width, height: height, isColored: false)
        .split(separator: "\n", omittingEmptySubsequences: false)
      #expect(rows.count == height + 1 && rows.last == "")
      // The heading names the lines, however long.
      for row in rows.dropFirst() { #expect(row.count <= width, "\(row)") }
      #expect(
        rows.dropFirst().contains { row in
          row.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) }
            || row.contains { "▲▼○".contains($0) }
        })
    }
  }

  @Test func `colours are the only difference`() throws {
    for plot in try plots(seed: 2) {
      let bare = TerminalPlot.text(plot, width: 60, height: 10, isColored: false)
      let colored = TerminalPlot.text(plot, width: 60, height: 10, isColored: true)
      #expect(!bare.contains("\u{1B}") && colored.contains("\u{1B}[0m"))
      #expect(colored.replacing(/\u{1B}\[[0-9]+m/, with: "") == bare)
    }
  }

  /// The dots of a line that only rises: each column higher than the one before.
  @Test func `a rising equity is a rising line`() throws {
    let start = "2026-01-05T00:00:00.000Z" as Timestamp
    var stage = ReportStage(keepsPage: true)
    var step = Step()
    for index in 0..<200 {
      step.begin(start + Int64(index) * 60_000)
      let value = Price(units: Int64(100 + index) * 100_000_000)
      step.take(
        Equity(
          equity: value, cash: value, exposure: 0, drawdown: 0, openPositions: 0, buyHold: value))
      try stage.update(&step)
    }
    let plot = try #require(
      try Plot.plots([.equity], of: try stage.report(isComplete: true)).first)
    let rows = TerminalPlot.text(plot, width: 50, height: 13, isColored: false)
      .split(separator: "\n").dropFirst().dropLast(2).map { Array($0) }
    var last = -1
    for row in rows.reversed() {
      let dots = row.indices.filter {
        (0x2801...0x28FF).contains(row[$0].unicodeScalars.first?.value ?? 0)
      }
      guard let first = dots.first, let end = dots.last else { continue }
      #expect(first >= last)
      last = end
    }
    #expect(last == 49)
  }

  @Test func `an unknown symbol is refused with the nearest`() throws {
    let report = try Reporting.report(RandomRun(seed: 3, count: 500, isSparse: true).text)
    let error = try #require(throws: StageError.self) {
      try Plot.plots([.price], of: report, symbol: "S9")
    }
    #expect(error.exitStatus == .configuration)
    #expect(error.message.contains("'S9'"))
  }

  /// In the colours of their lines, each plot in its part of the picture.
  @Test(
    .enabled(if: Shell.has("gnuplot", "python3"), "needs gnuplot and python3: bin/setup --tests"))
  func `gnuplot makes a picture of its script`() throws {
    let reader = Shell.project.appendingPathComponent("Tests/SFReportTests/Pictures/png.py").path
    let (equity, hold, drawdown) = ("#1f5fc4", "#8a8d93", "#c2401f")
    for (show, height, bands) in [("", 1_020, 3), (" --show equity", 340, 1)] {
      let result = try Shell.run(
        """
        set -eo pipefail
        sf-ingest --synthetic --seed 7 --bars 2000 --interval 15m | sf-features sma:20 sma:50 |
          sf-detect sma_cross:20,50 | sf-strategy --forward all --exit tp_sl |
          sf-plot --gnuplot run.gp\(show)
        gnuplot run.gp
        python3 '\(reader)' run.png \(bands) '\(equity)' '\(hold)' '\(drawdown)' '#ffffff'
        """)
      #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
      let rows = result.output.split(separator: "\n").map {
        $0.split(separator: " ").compactMap { Int($0) }
      }
      #expect(rows.first == [1_200, height])
      try #require(rows.count == 1 + bands)
      #expect(rows[1][0] > 300 && rows[1][1] > 300, "equity and its market: \(rows[1])")
      if bands == 3 {
        #expect(rows[2][0] == 0 && rows[2][2] > 300, "drawdown: \(rows[2])")
        #expect(rows[3][0] > 1_000 && rows[3][2] > 10, "price and exits: \(rows[3])")
      }
    }
  }

  @Test(.enabled(if: Shell.has("python3"), "needs python3"))
  func `SVG is well formed`() throws {
    let text = SVGPlot.text(try plots(seed: 5))
    let result = try Shell.run(
      "python3 -c 'import sys, xml.dom.minidom as m; print(len(m.parse(sys.stdin).getElementsByTagName(\"g\")))'",
      input: text)
    #expect(result.output == "3\n", "\(result.error)")
    #expect(!text.contains("nan") && !text.contains("inf"))
  }
}
