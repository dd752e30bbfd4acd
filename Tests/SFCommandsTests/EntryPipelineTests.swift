import SFCommands
import SFCore
import SFTestSupport
import SFTool
import Testing

/// Strategies with filters, aggregation and sizers that learn: stopped and resumed at random marks,
/// and the same in a pipe and in one process.
@Suite struct EntryPipelineTests {
  static let strategies = [
    "--aggregate majority --quorum 2 --filter cooldown:bars=5 --filter drawdown:max=0.02,resume=0.01 "
      + "--size kelly:min_round_trips=5,min_fraction=0.01 --exit time:max_bars=7 --metrics --explain",
    "--filter volatility:max_percentile=0.8,window=50 --filter correlation:window=20,max=0.9 "
      + "--filter signal_accuracy:min=0.3,window=5 --filter-mode any --size risk_parity "
      + "--exit tp_sl:0.01,0.01 --max-exposure 0.5 --entry-order strength --allow-short",
    "--filter not:regime:feature=rsi_14,min=70 --filter 'regime:when=close > mean(close, 5)' "
      + "--size risk_parity:method=erc,window=20 --exit signal --fill close --explain",
    "--aggregate weighted --weight up=0.6 --size volatility_target --exit signal "
      + "--max-position-pct 0.2 --filter time_of_day:hours=02-20,days=mon-sun",
    "--aggregate meta:threshold=0.1 --validator up --validator-missing pass "
      + "--size signal_strength --filter price_distance:pct=0.001 --max-positions-per-symbol 4 "
      + "--exit time:max_bars=9 --metrics",
  ]

  private static let before =
    "sf-features sma:5 sma:9 rsi:14 natr:14 ret_std:20 | sf-detect sma_cross:5,9 "
    + "up=threshold:rsi_14,above=55,direction=rise"

  private func market() throws -> String {
    let result = try Shell.run(
      "sf-ingest --synthetic --symbols A,B,C --bars 700 --seed 21 | \(Self.before)")
    #expect(result.status == 0, "\(result.error)")
    return result.output
  }

  /// The words of a shell line, quotes taken off.
  private func words(_ line: String) -> [String] {
    line.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap {
      index, part in
      index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
    }
  }

  @Test(arguments: strategies)
  func `goes on as if nothing had happened`(strategy: String) throws {
    let market = try market()
    let link = try StrategyCommand.parse(words(strategy)).makeLink(InMemory.log)
    let plain = try InMemory.run(market, [link])
    #expect(plain.contains("\"type\":\"fill\""))
    for seed in 0..<6 as Range<UInt64> {
      #expect(try InMemory.run(market, [link], resumingWithSeed: seed) == plain, "seed \(seed)")
    }
  }

  @Test(arguments: strategies)
  func `a pipe and one process write the same bytes`(strategy: String) throws {
    let line =
      "sf-ingest --synthetic --symbols A,B,C --bars 700 --seed 22 | \(Self.before) | sf-strategy \(strategy)"
    let piped = try Shell.run(line)
    let composed = try Shell.run("sf-backtest \"\(line)\"")
    #expect(piped.status == 0, "\(piped.error)")
    #expect(composed.status == 0, "\(composed.error)")
    #expect(piped.output.contains("\"type\":\"fill\""))
    #expect(piped.output == composed.output)
  }
}
