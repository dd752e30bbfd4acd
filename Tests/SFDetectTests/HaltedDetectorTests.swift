import Foundation
import SFCore
import SFDetect
import SFTestSupport
import Testing

/// Where nothing moves there is nothing to say, whatever an oscillator would make of 0/0.
@Suite struct HaltedDetectorTests {
  /// All but those that must be told what to look at.
  private static let kinds = detectorCatalog.members.map { $0.kind }
    .filter { !["expression", "threshold"].contains($0) }

  /// The signals over a stream of bars, each with the number of its bar.
  private func signals(_ stream: String, _ options: String) throws -> [(bar: Int, text: Substring)]
  {
    let detectors = Self.kinds.joined(separator: " ")
    let result = try Shell.run(
      """
      sf-features $(sf-detect \(detectors) --print-features) --forward bar |
        sf-detect -q \(options) \(detectors) | sf-cat --type signal,mark
      """, input: stream)
    #expect(result.status == 0, "\(result.error)")
    var bar = 1
    var signals: [(bar: Int, text: Substring)] = []
    for line in result.output.split(separator: "\n") {
      if line.contains("\"type\":\"mark\"") { bar += 1 } else { signals.append((bar, line)) }
    }
    return signals
  }

  @Test(arguments: ["", "--repeat"], [0, 5] as [Double])
  func `nothing is said of a price that never moved`(options: String, volume: Double) throws {
    let bars = FeatureFixtures.flat(300, price: 12.34, volume: volume)
    let found = try signals(FeatureFixtures.stream([("AAA", bars), ("BBB", bars)]), options)
    #expect(found.isEmpty, "\(found.first?.text ?? "")")
  }

  /// What is said in the first bars of a halt is about what was before it.
  @Test(arguments: ["", "--repeat"])
  func `nothing is said deep in a halt, and much around it`(options: String) throws {
    let bars = ([3, 4] as [UInt64]).map { (seed: UInt64) -> [Bar] in
      let walk = FeatureFixtures.walk(200, seed: seed)
      return walk + FeatureFixtures.flat(900, price: walk[199].close)
        + FeatureFixtures.walk(200, seed: seed + 2)
    }
    let found = try signals(
      FeatureFixtures.stream([("AAA", bars[0]), ("BBB", bars[1])]), options)
    // The highs and lows of a zigzag stand as they were, and are told again.
    let deep = found.filter {
      (701...1_100).contains($0.bar) && !$0.text.contains("\"structure_")
    }
    #expect(deep.isEmpty, "\(deep.first?.text ?? "")")
    // What leaves the window of an oscillator is no news.
    let oscillators = found.filter { signal in
      (201...1_100).contains(signal.bar)
        && ["\"mfi_", "\"stochastic_", "\"cci_", "\"rsi_"].contains {
          signal.text.contains($0)
        }
    }
    #expect(oscillators.isEmpty, "\(oscillators.first?.text ?? "")")
    #expect(found.contains { $0.bar <= 200 } && found.contains { $0.bar > 1_100 })
  }
}
