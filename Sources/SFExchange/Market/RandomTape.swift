import SFCore

/// A market that is made up: prices that go up and down by chance, from a seed.
package struct RandomTape: MarketTape {
  /// One symbol of it.
  package struct Walk: Equatable, Sendable {
    package let price: Price
    package let tick: Price
    package let step: Quantity

    package init(price: Price, tick: Price, step: Quantity) {
      self.price = price
      self.tick = tick
      self.step = step
    }
  }

  private let walks: [Walk]
  private var prices: [Double]
  private var draws: SplitMix64
  private var time: Timestamp
  private let every: Int64
  private let volatility: Double
  private var market = 0

  /// `volatility` is the deviation of the return of one print, `every` the milliseconds from one
  /// print of a symbol to its next.
  package init(
    seed: UInt64, _ walks: [Walk], from time: Timestamp, every: Int64 = 1_000,
    volatility: Double = 0.0002
  ) {
    precondition(!walks.isEmpty && every > 0)
    self.walks = walks
    self.time = time
    self.every = every
    self.volatility = volatility
    prices = walks.map(\.price.double)
    draws = SplitMix64(state: seed)
  }

  package mutating func next() -> MarketEvent? {
    let walk = walks[market]
    // The sum of four uniform draws is as good as a normal one here.
    let draw = (0..<4).reduce(-2) { sum, _ in sum + draws.uniform() } * 1.732_050_8
    let before = prices[market]
    prices[market] = max(before * (1 + draw * volatility), walk.tick.double)
    let ticks = max(1, (prices[market] / walk.tick.double).rounded())
    // A market that has gone beyond all numbers stays where it was.
    let price = Price(rounding: ticks * walk.tick.double) ?? walk.price
    let worth = 100 * draws.exponential()
    let steps = Int64(min(1e12, (worth / prices[market] / walk.step.double).rounded(.up)))
    let print = TapePrint(
      time: time, price: price, quantity: Quantity(units: max(1, steps) * walk.step.units),
      isTakerBuy: draw > 0)
    defer { advance() }
    return .traded(print, market: market)
  }

  private mutating func advance() {
    market += 1
    guard market == walks.count else { return }
    market = 0
    time = time + every
  }
}
