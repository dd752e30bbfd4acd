import SFCore
import SFFeatures
import SFTestSupport
import Testing

/// What a feature remembers is finite, whatever the bars were: a checkpoint can hold it.
@Suite struct MemoryTests {
  /// Prices of any size and sign, volumes from nothing to the greatest number.
  private func extremeBars(_ count: Int, seed: UInt64) -> [Bar] {
    var generator = SeededGenerator(seed: seed)
    let volumes: [Double] = [
      0, .leastNonzeroMagnitude, 1e-300, 1, 1e308, .greatestFiniteMagnitude,
    ]
    func price() -> Price {
      Price(units: Int64(bitPattern: generator.next()) >> Int64(generator.next() % 62))
    }
    return (0..<count).map { _ in
      let (open, close) = (price(), price())
      let volume = volumes[Int(generator.next() % 6)]
      return Bar(
        series: 0, open: open, high: max(open, close), low: min(open, close), close: close,
        volume: volume)
    }
  }

  @Test(arguments: LawTests.kinds)
  func `can be encoded after any bar`(kind: String) throws {
    for seed in 0..<3 as Range<UInt64> {
      var feature = try #require(try featureCatalog.make(kind).0.ofSeries)
      var row = type(of: feature).outputs.map { _ in Double.nan }
      for (index, bar) in extremeBars(400, seed: seed).enumerated() {
        var span = row.mutableSpan
        feature.update(bar, at: Timestamp(milliseconds: Int64(index) * 60_000), into: &span)
        guard index % 40 == 39 else { continue }
        #expect(throws: Never.self, "seed \(seed), bar \(index)") { try resumed(feature) }
      }
    }
  }

  private func resumed(_ feature: some Feature) throws { _ = try Checkpoint.resumed(feature) }
}
