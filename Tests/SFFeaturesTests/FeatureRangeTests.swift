import SFCore
import SFFeatures
import SFTestSupport
import Testing

/// Which numbers a column is hardly compared with.
@Suite struct FeatureRangeTests {
  /// Every feature with its defaults, over a walk: no value is one that its column cannot have.
  @Test func `holds for every feature`() throws {
    let bars = FeatureFixtures.walk(600, seed: 5)
    var bounded = 0
    for feature in FeatureDescription.all where feature.warmUp != nil {
      guard let columns = try? compute([feature.kind], bars) else { continue }
      for (column, values) in columns {
        for value in values where !value.isNaN {
          // Rounding may lead a little beyond.
          let doubt = FeatureRange.doubt(column, (value * 1e9).rounded() / 1e9)
          #expect(doubt?.contains("beyond") != true, "\(doubt ?? "")")
        }
        if FeatureRange.doubt(column, 1e6)?.contains("beyond") == true { bounded += 1 }
      }
    }
    #expect(bounded > 20)
  }

  @Test(
    arguments: [
      ("rsi_14", 30, nil), ("rsi_14", 0, nil), ("rsi_14", 100, nil), ("fast", 0.3, nil),
      ("rsi_14", 0.3, "rsi_14 goes from 0 to 100: 0.3 of 100, where 30 may be meant"),
      ("rsi_14", 170, "rsi_14 goes from 0 to 100, and 170 is beyond"),
      ("stochrsi_14_5_3_fastk", -1, "stochrsi_14_5_3_fastk goes from 0 to 100, and -1 is beyond"),
      ("willr_14", 20, "willr_14 goes from -100 to 0, and 20 is beyond"),
      ("cmf_20", 0.2, nil), ("sma_20", 0.3, nil), ("ret_std_20", 0.02, nil),
      ("ret_std_20", 2, "ret_std_20 is a fraction: 2 is 200 %, and 2 % is 0.02"),
    ] as [(String, Double, String?)])
  func `doubts what a column can hardly be`(column: String, number: Double, doubt: String?) {
    #expect(FeatureRange.doubt(column, number) == doubt)
  }
}
