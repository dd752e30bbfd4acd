import SFCore
import SFTestSupport
import Testing

/// Labels of signals.
@Suite struct MetaLabelTests {
  /// Signals of two detectors at random bars, in both directions.
  private func signals(_ count: Int, seed: UInt64) -> [(Int, SignalDirection, String)] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).flatMap { bar in
      ["one", "two"].compactMap { detector in
        guard generator.next() % 4 == 0 else { return nil }
        return (bar, generator.next() % 2 == 0 ? .rise : .fall, detector)
      }
    }
  }

  @Test(arguments: [nil, ("0.02", "0.01"), ("0.01", "0.03")] as [(String, String)?])
  func `agrees with the definition on random walks`(levels: (String, String)?) throws {
    let spec = "meta_label:10" + (levels.map { ",\($0.0),\($0.1)" } ?? "")
    for seed in 0..<12 as Range<UInt64> {
      let bars = FeatureFixtures.walk(150, seed: seed)
      let signals = signals(bars.count, seed: seed)
      let said = try Labelled.run(spec, bars, signals)
      #expect(said.count == signals.count)
      for (at, direction, detector) in signals {
        let label = said.first { $0.at == at && $0.detector == detector }
        let expected = expected(bars, at, direction, levels)
        let isSame = label?.value == expected?.value && label?.end == expected?.end
        #expect(isSame, "seed \(seed), \(detector) at \(at): \(String(describing: label))")
        let (gain, wanted) = (label?.gain ?? 0, expected?.gain ?? 0)
        #expect(abs(gain - wanted) < 1e-12, "seed \(seed), \(detector) at \(at)")
      }
    }
  }

  private func expected(
    _ bars: [Bar], _ at: Int, _ direction: SignalDirection, _ levels: (String, String)?
  ) -> Said? {
    let close = bars[at].close
    let isRise = direction == .rise
    let (up, down) = isRise ? (levels?.0, levels?.1) : (levels?.1, levels?.0)
    let touch = LabelOracleTests.touch(
      bars, at, 10, upper: up.map { LabelOracleTests.level(close, $0, .up) },
      lower: down.map { LabelOracleTests.level(close, "-" + $0, .down) },
      worse: isRise ? -1 : 1)
    return touch.map { touch in
      let change = touch.price / close.double - 1
      let gain = isRise ? change : -change
      return Said(at: at, value: gain > 0 ? 1 : 0, known: touch.bar, end: touch.bar, gain: gain)
    }
  }
}
