import SFCommands
import SFCore
import SFStrategy

/// Buying and holding through all tests of a walk: bought once, at the begin of the first, and never
/// sold, also in the time between two tests.
struct HeldMarkets {
  /// A market with what is bought of it; isolated books have one for each symbol.
  private struct Part {
    let market: SharedMarket
    var place = MarketSteps.Position()
    var markets: Markets
    var benchmark: Benchmark
  }

  /// Behind which it begins.
  private let from: Timestamp
  private var parts: [Part]
  /// Of every market alike: the next step, and whether it has not been taken.
  private var steps: [Step]
  private var isOpen: [Bool]

  /// What a strategy of this header would hold of markets from a time on, with these shares of the
  /// capital.
  init(
    _ markets: [SharedMarket], shares: [Price], from: Timestamp, _ header: Header
  ) throws {
    self.from = from
    var conditions = try VenueConditions.trading(of: header)
    parts = zip(markets, shares).map { market, share in
      conditions.capital = share
      return Part(
        market: market,
        markets: Markets(interval: conditions.interval, lots: conditions.lots),
        benchmark: Benchmark(conditions))
    }
    steps = markets.map { market in
      var step = Step()
      for series in market.series { _ = step.series.index(of: series) }
      return step
    }
    isOpen = markets.map { _ in false }
    for index in parts.indices {
      isOpen[index] = parts[index].market.steps.fill(&steps[index], at: &parts[index].place)
    }
  }

  /// What it is worth at a mark; marks are asked for in their order. `nil` when it is out of range.
  mutating func equity(at mark: Timestamp) throws -> Price? {
    var sum = Int64(0)
    for index in parts.indices {
      while isOpen[index], steps[index].ts <= mark { try take(index) }
      guard let worth = parts[index].benchmark.equity else { return nil }
      let (next, overflow) = sum.addingReportingOverflow(worth.units)
      guard !overflow else { return nil }
      sum = next
    }
    return Price(units: sum)
  }

  private mutating func take(_ index: Int) throws {
    if steps[index].ts > from {
      for bar in steps[index].bars {
        guard try parts[index].markets.trades(bar.series, steps[index].series) else { continue }
        parts[index].benchmark.update(bar, at: steps[index].ts)
      }
    }
    isOpen[index] = parts[index].market.steps.fill(&steps[index], at: &parts[index].place)
  }
}
