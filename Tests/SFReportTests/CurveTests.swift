import SFCore
import SFTestSupport
import Testing

import SFReport

@Suite struct CurveTests {
  /// Whatever the length of the run and its steps: few columns, and no peak is lost.
  @Test(arguments: [1, 2, 3, 100, 1_023, 1_024, 1_025, 5_000, 50_000])
  func `keeps the lowest and the highest`(count: Int) throws {
    for seed in 0..<3 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var curve = Curve()
      var values: [(ts: Timestamp, value: Double)] = []
      var ts = Timestamp(milliseconds: 1_767_225_600_000)
      for _ in 0..<count {
        ts = ts + Int64(generator.next() % (seed == 2 ? 100_000_000 : 60_000)) + 1
        let value = Double(generator.next() % 1_000_000)
        values.append((ts, value))
        curve.update(at: ts, equity: value, buyHold: -value, drawdown: nil)
      }
      #expect(curve.columns.count <= Curve.capacity)
      if count > 5_000 { #expect(curve.columns.count > Curve.capacity / 4) }
      #expect(curve.columns.compactMap { $0.equity?.low }.min() == values.map(\.value).min())
      #expect(curve.columns.compactMap { $0.equity?.high }.max() == values.map(\.value).max())
      #expect(curve.columns.last?.equity?.last == values.last?.value)
      #expect(curve.columns.allSatisfy { $0.drawdown == nil })
      try expectColumns(curve, values)
    }
  }

  /// Each column against the values of its time, from the whole list.
  private func expectColumns(
    _ curve: Curve, _ values: [(ts: Timestamp, value: Double)]
  ) throws {
    let width = 2 * (curve.time(ofColumn: 0) - values[0].ts)
    for (index, column) in curve.columns.enumerated() {
      let start = values[0].ts + Int64(index) * max(1, width)
      let members = values.filter { $0.ts >= start && $0.ts < start + max(1, width) }.map(\.value)
      guard index % 97 == 0 || index < 3 else { continue }
      #expect(column.equity?.low == members.min(), "column \(index)")
      #expect(column.equity?.high == members.max(), "column \(index)")
      #expect(column.equity?.last == members.last, "column \(index)")
      #expect(column.buyHold?.low == members.max().map { -$0 }, "column \(index)")
    }
  }

  @Test(
    arguments: [
      (0.0, 100.0), (9_500.25, 12_000.5), (-3.0, 7.0), (100.0, 100.0), (0.0, 0.0), (1e-8, 2e-8),
      (1e9, 1e9 + 1), (-1e12, 1e12),
    ])
  func `axes have a few round ticks inside`(low: Double, high: Double) {
    let axis = Axis(from: low, to: high, margin: 0.05)
    #expect(axis.low <= low && axis.high >= high && axis.low < axis.high)
    #expect((2...9).contains(axis.ticks.count), "\(axis.ticks)")
    #expect(axis.ticks.allSatisfy { $0 >= axis.low - 1e-9 && $0 <= axis.high })
    let labels = axis.ticks.map { Cell.fixed($0, decimals: axis.decimals) }
    #expect(Set(labels).count == labels.count, "\(labels)")
  }

  @Test(
    arguments: [
      0, 60_000, 3_600_000, 86_400_000, 7 * 86_400_000, 365 * 86_400_000, 20 * 365 * 86_400_000,
      900 * 365 * 86_400_000,
    ] as [Int64])
  func `times have a few ticks inside`(length: Int64) {
    let start = "2022-03-04T05:06:07.000Z" as Timestamp
    let ticks = TimeTicks.between(start, start + length)
    #expect(ticks.count <= 6)
    if length >= 60_000 { #expect(!ticks.isEmpty) }
    #expect(ticks.allSatisfy { $0.ts >= start && $0.ts <= start + length })
    #expect(Set(ticks.map(\.label)).count == ticks.count)
  }
}
