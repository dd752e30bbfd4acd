import Foundation
import SFDetect
import SFTestSupport
import Testing

/// Every named detector on real bars: seven coins against BTC, three weeks of five minutes.
@Suite struct RealBarsTests {
  /// How many rises and falls each detector says, and a hash of its signals.
  static let expected = [
    ""
  ]

  static let kinds = detectorCatalog.members.map { $0.kind }
    .filter { !["expression", "threshold", "funding_rate"].contains($0) }

  @Test(.enabled(if: Shell.shared != nil, "needs ../shared"))
  func `says what it said`() throws {
    let files = try #require(Shell.shared).appendingPathComponent("data/klines-5m").path
    let detectors = Self.kinds.joined(separator: " ")
    let result = try Shell.run(
      """
      sf-ingest '\(files)'/*-5m.csv --interval 5m |
        sf-features $(sf-detect \(detectors) --print-features) --forward bar |
        sf-detect \(detectors) | sf-cat --type signal
      """)
    #expect(result.error == "" && result.status == 0)
    var said: [String: (rises: Int, falls: Int, hash: UInt64)] = [:]
    for line in result.output.split(separator: "\n") {
      let texts = line.split(separator: "\"").map(String.init)
      let name = try #require(texts.firstIndex(of: "detector")) + 2
      var sum = said[texts[name]] ?? (0, 0, 0xCBF2_9CE4_8422_2325)
      if line.contains(#""direction":"rise""#) { sum.rises += 1 } else { sum.falls += 1 }
      // FNV-1a.
      for byte in line.utf8 { sum.hash = (sum.hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      said[texts[name]] = sum
    }
    let lines = said.sorted { $0.key < $1.key }.map { name, sum in
      "\(name) +\(sum.rises) -\(sum.falls) \(String(sum.hash, radix: 16))"
    }
    #expect(lines == Self.expected, "\(lines.joined(separator: "\n"))")
  }
}
