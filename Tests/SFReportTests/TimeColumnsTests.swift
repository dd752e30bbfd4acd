import SFCore
import SFReport
import SFTestSupport
import Testing

@Suite struct TimeColumnsTests {
  /// Whatever the length of the run and its steps: few columns, and no peak is lost.
  @Test(arguments: [1, 2, 3, 100, 1_023, 1_024, 1_025, 5_000, 50_000])
  func `keeps the lowest and the highest`(count: Int) throws {
    for seed in 0..<3 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var curve = TimeColumns<Band>(capacity: 1_024)
      var values: [(ts: Timestamp, value: Double)] = []
      var ts = Timestamp(milliseconds: 1_767_225_600_000)
      for _ in 0..<count {
        ts = ts + Int64(generator.next() % (seed == 2 ? 100_000_000 : 60_000)) + 1
        let value = Double(generator.next() % 1_000_000)
        values.append((ts, value))
        curve.update(Band(value), at: ts)
      }
      #expect(curve.columns.count <= 1_024)
      if count > 5_000 { #expect(curve.columns.count > 1_024 / 4) }
      #expect(curve.columns.compactMap { $0?.low }.min() == values.map(\.value).min())
      #expect(curve.columns.compactMap { $0?.high }.max() == values.map(\.value).max())
      #expect(curve.columns.last??.last == values.last?.value)
      try expectColumns(curve, values)
    }
  }

  /// Each column against the values of its time, from the whole list.
  private func expectColumns(
    _ curve: TimeColumns<Band>, _ values: [(ts: Timestamp, value: Double)]
  ) throws {
    for (index, column) in curve.columns.enumerated() where index % 97 == 0 || index < 3 {
      let start = values[0].ts + Int64(index) * curve.width
      let members = values.filter { $0.ts >= start && $0.ts < start + curve.width }.map(\.value)
      #expect(column?.low == members.min(), "column \(index)")
      #expect(column?.high == members.max(), "column \(index)")
      #expect(column?.last == members.last, "column \(index)")
    }
  }

  @Test func `a column of equity keeps the deepest fall and the last of buying and holding`() {
    var columns = TimeColumns<EquityColumn>(capacity: 2)
    for (index, depth) in [0.1, 0.4, 0.2, nil].enumerated() {
      columns.update(
        EquityColumn(
          equity: Double(10 - index), buyHold: index < 3 ? Double(index) : nil, drawdown: depth),
        at: Timestamp(milliseconds: Int64(index)))
    }
    #expect(columns.columns.map { $0?.drawdown } == [0.4, 0.2])
    #expect(columns.columns.map { $0?.buyHold } == [1, 2])
    #expect(columns.columns.map { $0?.equity.low } == [9, 7])
  }
}
