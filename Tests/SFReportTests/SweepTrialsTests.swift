import Foundation
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
          parameters: [a, b], values: [value] + figures.dropFirst().map { _ in 0.5 },
          evidence: [value.map { $0 / 1_000 }, 100, -0.5, 4])
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
    let surface = try sweep().tables[2]
    #expect(surface.columns.map(\.label) == ["a", "20", "100"])
    #expect(
      surface.rows.map { $0.map(\.plain) } == [
        ["5", "100.0", "500.0"], ["9", "", "900.0"], ["10", "200.0", "1000.0"],
      ])
  }

  @Test func `each value is judged over all others`() throws {
    let rows = try sweep().tables[3].rows.map { $0.map(\.plain) }
    #expect(rows[0] == ["a", "5", "2", "300.0", "100.0", "500.0"])
    #expect(rows[1] == ["a", "9", "1", "900.0", "900.0", "900.0"])
    #expect(rows[4] == ["b", "100", "3", "800.0", "500.0", "1000.0"])
  }

  /// Sharpe ratios of 0.1 to 1 a year in 100 days: by the formulas of Bailey and López de Prado.
  @Test func `the best stands beside what luck reaches`() throws {
    let luck = try #require(try sweep().tables.first { $0.key == "luck" })
    func figure(_ key: String) throws -> Double {
      let column = try #require(luck.columns.firstIndex { $0.key == key })
      return try #require(Double(luck.rows[0][column].plain))
    }
    let sharpes = [0.1, 0.5, 0.9, 0.2, 1]
    let mean = sharpes.reduce(0, +) / 5
    let deviation = (sharpes.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 4).squareRoot()
    #expect(try figure("trials") == 5 && figure("sharpe") == 1)
    #expect(abs(try figure("sharpe_deviation") - deviation) < 1e-12)
    // Φ⁻¹(0.8) and Φ⁻¹(1 − 1 / 5e) from a table.
    let luckiest =
      deviation * (0.422_784_335_1 * 0.841_621_233_6 + 0.577_215_664_9 * 1.449_665_659_2)
    #expect(abs(try figure("luck_sharpe") - luckiest) < 1e-4)
    let ratio = 1 / 365.0.squareRoot()
    let error = ((1 + 0.5 * ratio + 0.75 * ratio * ratio) / 99).squareRoot()
    let place = (ratio - luckiest / 365.0.squareRoot()) / error
    #expect(
      abs(try figure("deflated_sharpe_fraction") - 0.5 * erfc(-place / 2.0.squareRoot())) < 1e-4)
  }
}
