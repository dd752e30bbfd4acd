import SFReport
import Testing

@Suite struct SweepTrialsTests {
  private func sweep(by key: String = "sharpe") throws -> SweepTrials {
    let metric = try #require(Metric.all.first { $0.key == key })
    let figures = SweepTrials.figures(by: metric)
    // The first figure is a × b, but for 9 × 20, which has none.
    let trials = ["5", "9", "10"].flatMap { a in
      ["20", "100"].map { b -> SweepTrials.Trial in
        let product = (Double(a) ?? 0) * (Double(b) ?? 0)
        let value = a == "9" && b == "20" ? nil : product
        return SweepTrials.Trial(
          parameters: [a, b], values: [value] + figures.dropFirst().map { _ in 0.5 })
      }
    }
    return SweepTrials(names: ["a", "b"], figures: figures, trials: trials, failed: 2)
  }

  @Test func `the best come first, and the less of a drawdown`() throws {
    let best = try sweep().tables[0].rows
    #expect(best.map { $0[2].plain } == ["1000.0", "900.0", "500.0", "200.0", "100.0"])
    let least = try sweep(by: "max_drawdown_fraction").tables[0].rows
    #expect(least[0].prefix(2).map(\.plain) == ["5", "20"])
  }

  @Test func `a surface has numbers in their order`() throws {
    let surface = try sweep().tables[1]
    #expect(surface.columns.map(\.label) == ["a", "20", "100"])
    #expect(
      surface.rows.map { $0.map(\.plain) } == [
        ["5", "100.0", "500.0"], ["9", "", "900.0"], ["10", "200.0", "1000.0"],
      ])
  }

  @Test func `each value is judged over all others`() throws {
    let rows = try sweep().tables[2].rows.map { $0.map(\.plain) }
    #expect(rows[0] == ["a", "5", "2", "300.0", "100.0", "500.0"])
    #expect(rows[1] == ["a", "9", "1", "900.0", "900.0", "900.0"])
    #expect(rows[4] == ["b", "100", "3", "800.0", "500.0", "1000.0"])
  }
}
