import SFBroker
import SFCore
import SFEngine
import SFStrategy
import SFTestSupport

/// Configurations of every kind of exit, entry and venue.
enum RandomStrategy {
  private static let exits = [
    "tp_sl", "tp_sl:0.01,0.01", "tp_sl:none,0.02", "trailing_stop:0.02", "trailing_stop:0.01,atr=x",
    "trailing_stop:trail_atr_mult=1.5,activation_pct=0.005", "volatility:2,1",
    "volatility:1,1,levels=rolling", "break_even:0.01,0.002", "time:max_bars=3", "signal",
  ]
  static func configuration(
    _ random: inout SeededGenerator
  ) throws -> TradingConfiguration {
    let specs = (0..<Int.random(in: 0...4, using: &random)).map { _ in
      pick(exits, &random)
    }
    var configuration = try SFEngineTests.configuration(
      capital: 1_000, fill: pick(FillModel.allCases, &random),
      fee: pick([0, 0.001, 0.0333], &random), slippage: pick([0, 0.0005, 0.0123], &random),
      maker: pick([nil, 0.0001], &random), size: pick(RandomEntries.sizers, &random),
      entries: try RandomEntries.rules(&random), orders: try orders(&random),
      allowShort: .random(using: &random),
      perSymbol: .random(in: 1...3, using: &random), maxPositions: pick([nil, 2], &random),
      minNotional: pick([0, 50], &random), closeAtEnd: .random(using: &random),
      explains: UInt8.random(in: 0..<8, using: &random) == 0,
      writesMemory: .random(using: &random))
    configuration.trader.exits = ExitRules(
      try specs.map { try exitCatalog.make($0).0 },
      mode: pick(ExitRules.Mode.allCases, &random),
      priorities: specs.map { _ in pick([nil, 0, 3], &random) })
    return configuration
  }

  private static func orders(_ random: inout SeededGenerator) throws -> OrderRules {
    let entries = ["market", "market", "limit:offset_bps=50,max_bars=3", "limit:offset_bps=0"]
    let lots = LotTable([
      .init(symbol: "AAA", lot: Lot(step: 0.1, tick: 0.05, minNotional: 5)),
      .init(symbol: "BBB", lot: Lot(step: 10, tick: Price(units: 100))),
      .init(symbol: "CCC", lot: .finest),
    ])
    return try SFEngineTests.orders(
      entry: pick(entries, &random), pick(ExitTrigger.allCases, &random),
      lots: pick([nil, lots], &random), participation: pick([nil, 0.05], &random),
      maxWait: pick([nil, 60_000], &random))
  }

  private static func pick<Value>(_ values: [Value], _ random: inout SeededGenerator) -> Value {
    values[Int.random(in: values.indices, using: &random)]
  }
}

/// Three symbols on a walk with gaps: each may lack a bar, its volume, or its range.
struct RandomMarket {
  private static let symbols: [Symbol] = ["AAA", "BBB", "CCC"]
  private var closes = [100.0, 0.0003, 45_000]
  private(set) var signals = 0

  mutating func next(
    _ random: inout SeededGenerator
  ) -> (quotes: [StageDriver.Quote], calls: [StageDriver.Call]) {
    var quotes: [StageDriver.Quote] = []
    var calls: [StageDriver.Call] = []
    for (index, symbol) in Self.symbols.enumerated() {
      func price(_ low: Double, _ high: Double) -> Double {
        closes[index] * Double.random(in: low...high, using: &random)
      }
      let open = price(0.985, 1.015)
      let close = price(0.985, 1.015)
      let (high, low) = (max(open, close) * 1.004, min(open, close) * 0.996)
      let range = closes[index] * Double.random(in: 0.002...0.02, using: &random)
      closes[index] = close
      if UInt8.random(in: 0..<10, using: &random) > 0 {
        var quote = StageDriver.Quote(
          symbol: symbol, open: Price(floatLiteral: open), high: Price(floatLiteral: high),
          low: Price(floatLiteral: low), close: Price(floatLiteral: close))
        let volume = Double.random(in: 0.1...1_000, using: &random) / closes[index] * 100
        quote.volume = UInt8.random(in: 0..<12, using: &random) == 0 ? 0 : volume
        quote.values = [UInt8.random(in: 0..<5, using: &random) == 0 ? .nan : range]
        quotes.append(quote)
      }
      calls += RandomEntries.calls(symbol, &random)
    }
    signals += calls.count
    return (quotes, calls)
  }
}
