import Foundation
import SFDetect
import SFTestSupport
import Testing

/// Every named detector on real bars: seven coins against BTC, three weeks of five minutes.
@Suite struct RealBarsTests {
  /// How many rises and falls each detector says, and a hash of its signals.
  static let expected = [
    "adx_regime_14_25 +716 -746 559e6f4c53c8f66c",
    "aroon_cross_14 +1549 -1548 bf9b31d75ceef7a4",
    "bollinger_touch_20_2 +2067 -1811 f5a3cacad710725e",
    "cci_anomaly_20_200 +582 -547 5d814e229719b591",
    "divergence_rsi_14_5_5_60 +366 -327 57ae7bf04565c1ec",
    "donchian_breakout_20 +1072 -1206 6bb767a3669542d9",
    "ema_cross_12_26 +945 -944 29827c6ad97e2807",
    "hampel_30_3 +523 -505 98428a3e1479cb7f",
    "kalman_0p01_0p0001 +809 -808 fc84888a0402b647",
    "keltner_channel_20_2_10 +309 -324 c75c63e1b420a4fc",
    "local_extrema_5_5 +2697 -2671 c7ba295f8c0240ab",
    "macd_cross_12_26_9 +2213 -2209 671e1e6857262fd4",
    "market_agreement_1_0p8_2 +290 -376 333c7b91a4ed990d",
    "market_cusum_100_0p5_5_2 +17 -25 c5a047cb02265a1d",
    "market_zscore_100_3_2 +28 -40 251f5798af5d66d4",
    "mfi_14_20_80 +660 -497 e27551a9976b9e68",
    "percentile_regime_100_0p1_0p9 +1391 -1868 c765b2b9e454ce91",
    "rsi_cross_14_30_70 +235 -213 35c8b41cf308722b",
    "sma_cross_20_50 +501 -500 42942bdb936860b5",
    "stochastic_14_3_3_20_80 +1387 -1346 3d9a5a3884ee8752",
    "structure_0p02 +423 -464 21e08cfe35e99eb5",
    "supertrend_flip_10_3 +338 -342 f8c02106f5ce19f8",
    "volatility_regime_20_100_0p5_2 +15 -167 d17c15298e0fb0d6",
    "zscore_anomaly_50_3 +176 -191 2546704878e9e5ff",
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
