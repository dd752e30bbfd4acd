import SFCore
import SFReport
import Testing

@Suite struct AxisTests {
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
