import Foundation
import SFCore
import SFDetect
import SFFeatures
import SFTestSupport
import Testing

/// `--print-features`: from columns back to the specs that write them.
@Suite struct FeedTests {
  /// What is printed for each list of detectors.
  private func printed(_ detectors: [String]) throws -> [String] {
    let commands = detectors.map { "sf-detect \($0) --print-features" }
    let result = try Shell.run(commands.joined(separator: "\n"))
    #expect(result.error == "" && result.status == 0)
    return result.output.split(separator: "\n").map(String.init)
  }

  @Test func `the columns of every detector are those of features`() throws {
    let specs = LawTests.specs.filter { !$0.contains("expression") && !$0.hasPrefix("threshold") }
    for (detector, features) in zip(specs, try printed(specs)) {
      let stage = try FeatureStage(features.split(separator: " ").map(String.init))
      for name in try DetectStage([detector]).needs where name != "funding_rate" {
        #expect(stage.columns.contains(name), "\(detector): \(features) lacks \(name)")
      }
    }
  }

  @Test func `every column of the feature catalog is told back`() throws {
    // What is computed across symbols needs to be told of what.
    let columns = featureCatalog.members.flatMap { member in
      (try? FeatureStage([member.kind]))?.columns ?? []
    }
    #expect(columns.count > 100)
    let detectors = columns.map { "threshold:\($0),above=0,direction=rise" }
    for (column, spec) in zip(columns, try printed(detectors)) {
      #expect(try FeatureStage([spec]).columns.contains(column), "\(column): \(spec)")
    }
  }

  @Test(arguments: [
    ("sma_20", "sma:20"), ("t3_5_0p7", "t3:5,0.7"), ("macd_12_26_9_signal", "macd:12,26,9"),
    ("obv", "obv"), ("stoch_5_3_3_k", "stoch:5,3,3"), ("sma_5_rsi_14", "sma:5(rsi:14)"),
    ("zscore_100_volume", "zscore:100(volume)"), ("ema_50_1h", "ema:50@1h"),
    ("sma_5_macd_12_26_9_signal", "sma:5(macd:12,26,9.signal)"),
    ("bbands_20_2_rsi_14_upper", "bbands:20,2(rsi:14)"),
    ("macd_12_26_9_hist_5m", "macd:12,26,9@5m"),
  ])
  func `a name is read as kind, values, source, output and interval`(
    column: String, spec: String
  ) throws {
    #expect(try printed(["threshold:\(column),above=0,direction=rise"]) == [spec])
  }
}
