import SFCore
import SFExchange
import SFTestSupport
import Testing

/// Who trades with whom, in which order, and what the market shows of it.
@Suite struct MarketTests {
  /// The book, best first: `100.01×1 100.02×1.99`.
  private func ambient(_ bench: Bench, _ side: Side) -> String {
    bench.exchange.markets[0].ambient.levels(side).map { "\($0.price)x\($0.quantity)" }
      .joined(separator: " ")
  }

  @Test func `the market stands around the last price, and orders eat of it`() throws {
    var bench = try Bench()
    #expect(ambient(bench, .sell).hasPrefix("100.01x1.0 100.02x1.99"))
    #expect(ambient(bench, .buy).hasPrefix("99.99x1.0 99.98x2.0"))
    try bench.place(.buy, .market, 1.5)
    #expect(ambient(bench, .sell).hasPrefix("100.02x1.49"))
    // Who bought met the best ask.
    bench.print(101)
    #expect(bench.exchange.markets[0].best(.sell) == 101)
    #expect(bench.exchange.markets[0].best(.buy) == 100.99)
    bench.print(100.5, isTakerBuy: false)
    #expect(bench.exchange.markets[0].best(.buy) == 100.5)
  }

  @Test func `of one price who came first is first, and a better price before that`() throws {
    var bench = try Bench()
    bench.lay(bid: 99.9, ask: 100.1)
    let first = try bench.place(.sell, .limit, 1, at: 100)
    let second = try bench.place(.sell, .limit, 1, at: 100, by: 1)
    let better = try bench.place(.sell, .limit, 1, at: 99.95, by: 1)
    bench.print(100, 1.5)
    #expect(bench.order(better)?.executedQuote == 99.95)
    #expect(bench.order(first)?.executed == 0.5 && bench.order(second)?.executed == 0)
  }

  @Test func `a print at the price reaches who stood there in turn`() throws {
    var bench = try Bench()
    // One coin of others stands at 99.99 before it.
    let placed = try bench.place(.buy, .limit, 1, at: 99.99)
    bench.print(99.99, 0.6, isTakerBuy: false)
    #expect(bench.order(placed)?.executed == 0)
    bench.lay(bid: 99.99, ask: 100.01)
    bench.print(99.99, 0.6, isTakerBuy: false)
    #expect(bench.order(placed)?.executed == 0.2)
    #expect(bench.order(placed)?.status == .partiallyFilled)
  }

  @Test func `a market that goes through a price fills who stands there, at his price`() throws {
    var bench = try Bench()
    let placed = try bench.place(.buy, .limit, 1, at: 99.5)
    bench.print(99, 0.25, isTakerBuy: false)
    let order = try #require(bench.order(placed))
    #expect(order.status == .filled && order.executedQuote == 99.5)
    let fills = bench.exchange.fills[0].list
    #expect(fills.allSatisfy { $0.fill.isMaker && $0.fill.price == 99.5 })
  }

  @Test func `fees are paid in BNB with the discount while there is some`() throws {
    var bench = try Bench(bnbDiscount: 0.25)
    let placed = try bench.place(.buy, .limit, 1, at: 100.01)
    // 100.01 × 0.001 × 0.75 at 500 a BNB.
    #expect(placed.fills.map(\.commission) == [0.00015001])
    #expect(placed.fills.map(\.commissionAsset) == ["BNB"])
    #expect(bench.balance("COIN")?.free == 51)
    _ = bench.exchange.deposit(-0.99984, of: "BNB", to: 0, at: bench.exchange.time)
    let poor = try bench.place(.buy, .limit, 1, at: 100.02)
    #expect(poor.fills.map(\.commissionAsset) == ["COIN"])
    #expect(poor.fills.map(\.commission) == [0.001])
  }

  @Test func `money that comes or goes is told`() throws {
    var bench = try Bench()
    #expect(bench.exchange.deposit(5, of: "COIN", to: 0, at: bench.exchange.time) == 5)
    #expect(bench.told() == "balance position" && bench.balance("COIN")?.free == 55)
    #expect(bench.exchange.deposit(-60, of: "COIN", to: 0, at: bench.exchange.time) == -55)
    #expect(bench.exchange.deposit(1, of: "NONE", to: 0, at: bench.exchange.time) == nil)
  }

  @Test func `a reset begins again, and the market goes on where it is`() throws {
    var bench = try Bench()
    try bench.place(.buy, .limit, 1, at: 100.01)
    bench.print(150)
    bench.exchange.reset(at: bench.exchange.time)
    #expect(bench.exchange.nextOrder == 1 && bench.balance("COIN")?.free == 50)
    #expect(bench.exchange.markets[0].last == 150)
    #expect(bench.exchange.orders.openOrders(of: 0).isEmpty)
  }

  @Test func `klines of the prints of bars are the bars`() throws {
    var bench = try Bench()
    var draws = SeededGenerator(seed: 7)
    func price() -> Price {
      Price(units: Int64.random(in: 9_000...11_000, using: &draws) * 1_000_000)
    }
    var bars: [Bar] = []
    for index in 0..<50 {
      let prices = (0..<4).map { _ in price() }
      bars.append(
        Bar(
          series: 0, open: prices[0], high: prices.max() ?? 1, low: prices.min() ?? 1,
          close: prices[3], volume: index % 7 == 3 ? 0 : Double(1 + index) / 8))
    }
    for (index, bar) in bars.enumerated() {
      let opened = Bench.start + Int64(index + 1) * 60_000
      for print in BarPath.prints(of: bar, opened: opened, milliseconds: 60_000, standard: 1) {
        bench.exchange.take(print, in: 0)
      }
    }
    bench.exchange.advance(to: Bench.start + 51 * 60_000)
    let klines = bench.exchange.markets[0].minutes.newest(100).filter {
      $0.opened > Bench.start.milliseconds && $0.opened <= Bench.start.milliseconds + 50 * 60_000
    }
    #expect(klines.count == 50)
    for (index, (bar, kline)) in zip(bars, klines).enumerated() {
      if bar.volume == 0 {
        #expect(kline.count == 0 && kline.open == kline.close && kline.high == kline.low)
        continue
      }
      #expect(kline.open == bar.open && kline.close == bar.close, "\(index)")
      #expect(kline.high == bar.high && kline.low == bar.low, "\(index)")
      #expect(kline.volume == Int128((bar.volume ?? 0) * 1e8) && kline.count == 4, "\(index)")
    }
  }
}
