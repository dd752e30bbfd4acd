import SFCore
import SFDetect
import SFFeatures
import SFTestSupport
import Testing
import SFRun

@Suite struct DetectStageTests {
  private func features(_ specs: [String]) throws -> Chain.Link {
    let stage = try FeatureStage(specs)
    return Chain.Link(
      stage,
      entry: StageEntry(name: "sf-features", version: "0", config: [], columns: stage.columns))
  }

  private func detect(_ specs: [String]) throws -> Chain.Link {
    Chain.Link(
      try DetectStage(specs), entry: StageEntry(name: "sf-detect", version: "0", config: []))
  }

  private func walks(_ count: Int) -> String {
    FeatureFixtures.stream([
      ("AAA", FeatureFixtures.walk(count, seed: 1)), ("BBB", FeatureFixtures.walk(count, seed: 2)),
    ])
  }

  @Test func `writes the same behind a pipe, in one process, and resumed`() throws {
    let stream = walks(400)
    let links = [
      try features(["sma:3", "sma:8", "rsi:5"]),
      try detect(["sma_cross:3,8", "low=threshold:rsi_5,below=30,direction=rise"]),
    ]
    let together = try InMemory.run(stream, links)
    let piped = try InMemory.run(try InMemory.run(stream, [links[0]]), [links[1]])
    #expect(together == piped)
    #expect(together.contains(#""detector":"sma_cross_3_8","direction":"rise","strength":1.0}"#))
    #expect(together.contains(#""detector":"low","direction":"rise","strength":1.0}"#))
    for seed in 0..<5 as Range<UInt64> {
      let isSame = try InMemory.run(stream, links, resumingWithSeed: seed) == together
      #expect(isSame, "seed \(seed)")
    }
  }

  @Test func `orders signals by symbol, interval and detector, whatever the order of the bars`()
    throws
  {
    let lines = ["2024-01-01T00:01:00.000Z", "2024-01-01T00:02:00.000Z"].enumerated()
      .flatMap { index, ts in
        [("B", "1m"), ("A", "1h"), ("A", "5m"), ("A", "1m")].map { symbol, interval in
          #"{"type":"bar","ts":"\#(ts)","symbol":"\#(symbol)","interval":"\#(interval)","#
            + #""open":\#(index + 1),"high":\#(index + 1),"low":\#(index + 1),"close":\#(index + 1)}"#
        }
      }
    let output = try InMemory.run(
      lines.joined(separator: "\n"),
      [
        try detect([
          "z=threshold:close,above=1.5,direction=rise", "a=threshold:high,above=1.5,direction=fall",
        ])
      ])
    let signals = output.split(separator: "\n").filter { $0.contains(#""type":"signal""#) }
      .map { line in
        line.split(separator: "\"").map(String.init).suffix(from: 7)
          .filter { ["A", "B", "1m", "5m", "1h", "a", "z"].contains($0) }.joined(separator: " ")
      }
    #expect(
      signals == [
        "A 1m z", "A 1m a", "A 5m z", "A 5m a", "A 1h z", "A 1h a", "B 1m z", "B 1m a",
      ])
  }

  @Test func `names a missing column, the spec to add and the nearest one`() throws {
    let links = [try features(["sma:21", "sma:50"]), try detect(["sma_cross:20,50"])]
    let error = #expect(throws: StageError.self) { try InMemory.run(walks(3), links) }
    #expect(error?.exitStatus == .configuration)
    #expect(
      error?.message
        == "sma_cross_20_50 needs the column sma_20, which the stream lacks (the nearest is sma_21)"
    )
    #expect(error?.help == "add it: sf-features sma:20")
  }

  @Test(arguments: [
    ("sma_20", "sma:20"), ("macd_12_26_9_signal", "macd:12,26,9"), ("t3_5_0p7", "t3:5,0.7"),
    ("ret_std_20", "ret_std:20"), ("shift_m2_close", "shift:-2"),
  ])
  func `finds the spec that writes a column`(column: String, spec: String) {
    #expect(ColumnName.spec(of: column) == spec)
  }

  @Test func `a name without numbers has no spec`() { #expect(ColumnName.spec(of: "fast") == nil) }

  @Test func `says so when the stream has features and no bars`() throws {
    let only = try InMemory.run(walks(10), [try features(["sma:2", "sma:3"])])
      .split(separator: "\n").filter { !$0.contains(#""type":"bar""#) }.joined(separator: "\n")
    let error = #expect(throws: StageError.self) {
      try InMemory.run(only, [try detect(["sma_cross:2,3"])])
    }
    #expect(error?.message.contains("no bars") ?? false)
  }

  @Test func `refuses two detectors of one name`() {
    #expect(throws: ConfigurationError.self) {
      try DetectStage(["sma_cross:20,50", "sma_cross:fast=20"])
    }
  }
}
