import Foundation
import SFCore
import SFIngest
import Testing

@Suite struct SyntheticMarketTests {
  private func market(
    _ symbol: Symbol, bars: Int = 1_000, seed: UInt64 = 1, price: Price = 100
  ) -> SyntheticMarket {
    SyntheticMarket(
      symbol: symbol, interval: .minute, bars: bars, seed: seed,
      start: "2024-01-01T00:00:00.000Z", startPrice: price)
  }

  private func bars(_ market: SyntheticMarket) throws -> [Bar] {
    var ingest = Ingest([market], .init())
    var step = Step()
    var bars: [Bar] = []
    while try ingest.next(&step) { bars += step.bars }
    return bars
  }

  @Test func `follows from the seed and the symbol alone`() throws {
    let one = try bars(market("A"))
    #expect(one.count == 1_000)
    #expect(try bars(market("A")) == one)
    #expect(try bars(market("A", seed: 2)) != one)
    #expect(try bars(market("B")) != one)
    var both = Ingest([market("B"), market("A")], .init())
    let lines = try Reading.all(of: &both).lines
    var alone = Ingest([market("A")], .init())
    #expect(try Reading.all(of: &alone).lines == lines.filter { $0.contains(" A ") })
  }

  @Test(arguments: [0.0001, 0.5, 100, 30_000, 10_000_000] as [Price])
  func `bars are well formed at any price`(price: Price) throws {
    var last = price
    for bar in try bars(market("A", bars: 20_000, seed: 3, price: price)) {
      #expect(bar.open == last)
      #expect(bar.low.units > 0 && bar.low <= min(bar.open, bar.close))
      #expect(bar.high >= max(bar.open, bar.close))
      #expect((bar.volume ?? -1) >= 0)
      last = bar.close
    }
  }

  /// The marks of a real market: fat tails, and volatility that comes in clusters while returns
  /// themselves say nothing about the next.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `has fat tails and clusters of volatility`(seed: UInt64) throws {
    let closes = try bars(market("A", bars: 100_000, seed: seed, price: 30_000)).map(\.close.double)
    let returns = zip(closes, closes.dropFirst()).map { log($1 / $0) }
    let mean = returns.reduce(0, +) / Double(returns.count)
    let centered = returns.map { $0 - mean }
    let variance = centered.map { $0 * $0 }.reduce(0, +) / Double(returns.count)
    let fourth = centered.map { $0 * $0 * $0 * $0 }.reduce(0, +) / Double(returns.count)
    #expect(fourth / (variance * variance) > 5)
    #expect(correlation(centered.map(abs), lag: 20) > 0.1)
    #expect(abs(correlation(centered, lag: 1)) < 0.03)
    // 60 % a year in the normal regime.
    let annual = (variance * 525_600).squareRoot()
    #expect(annual > 0.3 && annual < 1.2, "\(annual)")
  }

  private func correlation(_ values: [Double], lag: Int) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let centered = values.map { $0 - mean }
    let variance = centered.map { $0 * $0 }.reduce(0, +)
    return zip(centered, centered.dropFirst(lag)).map { $0 * $1 }.reduce(0, +) / variance
  }
}
