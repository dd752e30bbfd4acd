import SFCommands
import SFCore
import SFTestSupport
import SFTool
import Testing
import SFRun

/// Every stage is stopped and resumed at random marks, alone and in a chain: the bytes stay.
@Suite struct ResumeTests {
  private func market() throws -> String {
    let result = try Shell.run("sf-ingest --synthetic --symbols A,B --bars 600 --seed 11")
    #expect(result.status == 0, "\(result.error)")
    return result.output
  }

  private func link(_ command: (some StageCommand).Type, _ arguments: [String]) throws -> Chain.Link
  {
    try command.parse(arguments).makeLink(InMemory.log)
  }

  @Test func `a chain of all stages goes on as if nothing had happened`() throws {
    let market = try market()
    let links = [
      try link(
        FeaturesCommand.self, ["sma:5", "sma:9", "atr:14", "rsi", "macd", "obv", "donchian"]),
      try link(
        DetectCommand.self,
        ["sma_cross:5,9", "threshold:rsi_14,below=30,direction=rise"]),
      try link(
        StrategyCommand.self,
        ["--exit", "tp_sl:0.01,0.01", "--exit", "signal", "--exit", "time:20", "--allow-short"]),
    ]
    let plain = try InMemory.run(market, links)
    #expect(plain.contains("\"type\":\"fill\""))
    for seed in 0..<12 as Range<UInt64> {
      #expect(try InMemory.run(market, links, resumingWithSeed: seed) == plain, "seed \(seed)")
    }
  }
}
