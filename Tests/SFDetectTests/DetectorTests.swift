import Foundation
import SFCore
import SFDetect
import SFTestSupport
import Testing

/// One value of a row after another; `+` marks the one at which a rise must be seen, `-` a fall.
///
///     1/2 3/2+ _/2    two columns, `_` is a missing value
struct DetectorScript: Sendable, CustomTestStringConvertible {
  let spec: String
  let rows: [[Double]]
  let expected: [SignalDirection?]
  let testDescription: String

  init(_ text: String) {
    testDescription = text
    let parts = text.split(separator: "|")
    spec = parts[0].trimmingCharacters(in: .whitespaces)
    let tokens = parts[1].split(separator: " ")
    expected = tokens.map { $0.hasSuffix("+") ? .rise : $0.hasSuffix("-") ? .fall : nil }
    rows = tokens.map { token in
      token.split { "/+".contains($0) || ($0 == "-") }.map { $0 == "_" ? .nan : Double($0)! }
    }
  }

  /// What the detector sees at each row; at row `n`, `n` is the close.
  func run() throws -> [SignalDirection?] {
    var detector = try #require(try detectorCatalog.make(spec).0 as? any Detector)
    detector.bind(Array(detector.columns.indices))
    return rows.map { row in
      // The detector is saved and loaded at every bar: it must not change what it sees.
      if let copy = try? resumed(detector) { detector = copy }
      let value = Price(units: Int64((row[0].isNaN ? 0 : row[0]) * 1e8))
      let bar = Bar(series: 0, open: value, high: value, low: value, close: value, volume: row[0])
      return detector.update(bar, row.span)?.direction
    }
  }

  private func resumed(_ detector: any Detector) throws -> any Detector {
    let data = try JSONEncoder().encode(AnyComponent<DetectorList>(detector))
    return try JSONDecoder().decode(AnyComponent<DetectorList>.self, from: data).content
  }
}

@Suite struct DetectorTests {
  @Test(
    arguments: [
      "sma_cross | 1/2 3/2+ 4/2 1/2- 1/3",
      "sma_cross | 3/2 3/2",  // above from the start: no crossing was seen
      "sma_cross | 2/2 3/2+ 2/2 3/2+",  // touching, then leaving on the same side
      "sma_cross | 2/2 1/2- 2/2 1/2- 2/2 3/2+",
      "sma_cross | 1/2 2/2 2/2 3/2+",
      "sma_cross | 1/2 _/2 3/2 1/2-",  // unknown between: not two bars in a row
      "sma_cross | 1/2 3/_ 3/2",
      "sma_cross | _/_ 3/2 1/2- 3/2+",
      "threshold:rsi_14,below=30,direction=rise | 50 30 29+ 28 31 29+",
      "threshold:rsi_14,below=30,direction=rise | 20 19 40 20+",  // below from the start
      "threshold:rsi_14,below=30,direction=rise | 40 _ 20 40 20+",
      "threshold:rsi_14,above=70,direction=fall | 70 71- 72 70 71-",
      "threshold:rsi_14,above=70,direction=fall,mode=level | 71- 70 71- 72- _ 71-",
      "threshold:x,above=1,below=2,direction=rise | 0 1.5+ 1.6 2 1.5+ 1 1.5+ 3 0",
      "threshold:x,above=1,below=2,direction=rise,mode=level | 1 1.5+ 1.6+ 2",
      "threshold:close,above=100,direction=rise | 99 100 100.01+ 101",
      "threshold:volume,above=5,direction=rise | 1 6+ _ 6 5 6+",
    ].map(DetectorScript.init))
  func `sees the marked bars and no others`(script: DetectorScript) throws {
    #expect(try script.run() == script.expected)
  }

  @Test func `a cross is what its definition says on random walks`() throws {
    for seed in 0..<300 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      // Few values, so that equal ones are frequent, and missing ones.
      let rows = (0..<80).map { _ in
        (0..<2).map { _ in
          let value = generator.next() % 6
          return value == 0 ? Double.nan : Double(value)
        }
      }
      var detector = try #require(try detectorCatalog.make("sma_cross").0 as? any Detector)
      detector.bind([0, 1])
      for index in rows.indices {
        var expected: SignalDirection?
        if index > 0 {
          let (f, s, f1, s1) = (
            rows[index][0], rows[index][1], rows[index - 1][0], rows[index - 1][1]
          )
          if f1 <= s1, f > s { expected = .rise }
          if f1 >= s1, f < s { expected = .fall }
        }
        let bar = Bar(series: 0, open: 1, high: 1, low: 1, close: 1, volume: nil)
        let row = rows[index]
        let seen = detector.update(bar, row.span)?.direction
        #expect(seen == expected, "seed \(seed), row \(index)")
      }
    }
  }

  @Test(arguments: [
    ("sma_cros:20,50", "'sma_cros' is no detector", "did you mean 'sma_cross'?"),
    ("sma_cross:50,20", "fast must be less than slow (20), is 50", nil),
    ("sma_cross:20,20", "fast must be less than slow (20), is 20", nil),
    ("threshold:rsi_14,direction=rise", "above or below must be given", nil),
    ("threshold:rsi_14,below=30", "lacks 'direction'", nil),
    ("threshold:rsi_14,above=3,below=3,direction=rise", "must be less than below", nil),
    (
      "threshold:rsi_14,above=3,direction=raise", "must be rise or fall, found raise",
      "did you mean 'rise'?"
    ),
  ])
  func `refuses a spec that it cannot honor`(spec: String, message: String, help: String?) {
    let error = #expect(throws: ConfigurationError.self) { try DetectStage([spec]) }
    #expect(error?.message.contains(message) ?? false, "\(error?.message ?? "")")
    if let help { #expect(error?.help == help) }
  }
}
