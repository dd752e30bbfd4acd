import SFCommands
import SFCore
import SFTestSupport
import SFWire
import SFTool
import Testing
import SFRun

/// Every stage is stopped and resumed at random marks, alone and in a chain: the bytes stay.
@Suite struct ResumeTests {
  private func market(bars: Int = 600) throws -> String {
    let result = try Shell.run("sf-ingest --synthetic --symbols A,B --bars \(bars) --seed 11")
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

  /// At every mark what the run remembers is all that a new one needs, beside the input behind it.
  @Test func `a new chain goes on at any mark`() throws {
    let market = try market(bars: 150)
    let links = [
      try link(FeaturesCommand.self, ["sma:5", "sma:9", "atr:14", "rsi:5", "ema:5@5m"]),
      try link(DetectCommand.self, ["sma_cross:5,9", "threshold:rsi_5,below=40,direction=rise"]),
      try link(
        StrategyCommand.self,
        ["--exit", "trailing_stop:trail_atr_mult=2", "--exit", "time:20", "--allow-short"]),
    ]
    let sink = MemorySink()
    var chain = Chain(WireSource(MemorySource(market)), links, [Tap(after: 3, to: sink)])
    var saved: [RunMemory] = []
    chain.atMark = { chain in
      let committed = try chain.commit()
      let memory = try #require(committed)
      #expect(memory.lengths == [sink.bytes.count])
      saved.append(try InMemory.resumed(memory))
    }
    _ = try chain.run()
    #expect(saved.count == 150)
    for memory in saved {
      let rest = MemorySink()
      var chain = Chain(WireSource(MemorySource(market)), links, [Tap(after: 3, to: rest)])
      try chain.resume(memory)
      #expect(try chain.run() == .done)
      #expect(Array(sink.bytes[memory.lengths[0]...]) == rest.bytes, "behind \(memory.mark)")
    }
  }
}
