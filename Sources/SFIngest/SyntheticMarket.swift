import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A made-up market: geometric Brownian motion with volatility regimes and fat tails.
///
/// The close moves by exp(σ·m·t − (σ·m)²/2), where σ is 60 % a year scaled to the interval, t is
/// drawn from Student's distribution with four degrees of freedom scaled to deviation 1, and m is
/// 0.5, 1 or 2.5 by regime: calm, normal, turbulent. A regime lasts 500, 1 000 or 200 bars on
/// average. Everything follows from the seed and the symbol, so that one more symbol changes no
/// other; nothing follows from the clock.
public struct SyntheticMarket: Sendable {
  public let symbol: Symbol
  public let interval: Interval
  public let bars: Int
  /// The open time of the first bar.
  public let start: Timestamp
  public let startPrice: Price

  /// Calm, normal, turbulent: the multiple of the volatility, and the mean length in bars.
  private static let regimes: [(multiple: Double, bars: Double)] = [
    (0.5, 500), (1, 1_000), (2.5, 200),
  ]
  private static let annualVolatility = 0.6
  private static let millisecondsPerYear = 365.0 * 86_400_000

  private var random: SplitMix64
  private let volatility: Double
  /// The smallest move of a price, in units of 10⁻⁸.
  private let tick: Int64
  private let lowest: Double
  private let highest: Double
  private var regime = 1
  /// The price before rounding, in units of 10⁻⁸, and the last close.
  private var price: Double
  private var close: Int64
  private(set) var made = 0

  /// The prices that a market can start from.
  public static let startPrices: ClosedRange<Price> = 0.0001...10_000_000

  /// The interval must be bound to time, the price one of `startPrices`.
  public init(
    symbol: Symbol, interval: Interval, bars: Int, seed: UInt64, start: Timestamp,
    startPrice: Price
  ) {
    precondition(Self.startPrices.contains(startPrice) && interval.milliseconds != nil)
    self.symbol = symbol
    self.interval = interval
    self.bars = bars
    self.start = start
    self.startPrice = startPrice
    // FNV-1a of the symbol, so that each symbol has a stream of its own.
    let name = symbol.text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    random = SplitMix64(state: seed)
    random = SplitMix64(state: random.next() ^ name)
    let years = Double(interval.milliseconds ?? 0) / Self.millisecondsPerYear
    volatility = Self.annualVolatility * years.squareRoot()
    var tick: Int64 = 1
    while tick * 10 <= startPrice.units / 1_000_000 { tick *= 10 }
    self.tick = tick
    price = Double(startPrice.units)
    // A walk of any length stays within what a price can hold.
    lowest = price / 1_000
    highest = price * 1_000
    close = startPrice.units
  }

  /// The next bar, for a series that the caller sets.
  mutating func next() -> Bar {
    made += 1
    if random.uniform() < 1 / Self.regimes[regime].bars { changeRegime() }
    let deviation = volatility * Self.regimes[regime].multiple
    let shock = studentT()
    // A fat tail may not move a price by more than half of it or to more than its double.
    let move = max(-0.69, min(0.69, deviation * shock - deviation * deviation / 2))
    price = reflected(price * exp(move))
    let open = close
    close = ticks(price)
    let (upper, lower) = (Double(max(open, close)), Double(min(open, close)))
    let high = max(max(open, close), ticks(upper * (1 + deviation * random.exponential() / 2)))
    let low = min(
      min(open, close), ticks(lower * max(0.5, 1 - deviation * random.exponential() / 2)))
    let activity = Self.regimes[regime].multiple * (1 + shock.magnitude) * random.exponential()
    return Bar(
      series: 0, open: Price(units: open), high: Price(units: high), low: Price(units: low),
      close: Price(units: close), volume: (activity * 100_000).rounded() / 10_000)
  }

  private mutating func changeRegime() {
    // From the middle to either side, from a side to the middle three times of four.
    let draw = random.uniform()
    regime = regime == 1 ? (draw < 0.5 ? 0 : 2) : (draw < 0.75 ? 1 : 2 - regime)
  }

  /// Student's t with four degrees of freedom, divided by its deviation √2: a normal draw over
  /// the root of a fourth of the sum of four squared ones, which is two exponential draws.
  private mutating func studentT() -> Double {
    let normal =
      (2 * random.exponential()).squareRoot() * cos(2 * Double.pi * random.uniform())
    let chiSquared = 2 * (random.exponential() + random.exponential())
    return normal / max(1e-6, (chiSquared / 4).squareRoot()) / 2.0.squareRoot()
  }

  private func reflected(_ price: Double) -> Double {
    if price > highest { return highest * (highest / price) }
    return price < lowest ? lowest * (lowest / price) : price
  }

  /// The nearest price on the grid of ticks, at least one.
  private func ticks(_ price: Double) -> Int64 {
    max(1, Int64((price / Double(tick)).rounded())) * tick
  }
}

/// The bars of a synthetic market as rows.
final class SyntheticRows: Rows {
  private var market: SyntheticMarket
  private let length: Int64

  init(_ market: SyntheticMarket) {
    self.market = market
    length = market.interval.milliseconds ?? 0
    super.init(file: "--synthetic", saysClose: false)
    add(Slot(market.symbol, market.interval, isWanted: true))
  }

  override func next(_ row: inout BarRow, waiting: Bool) -> Advance {
    guard market.made < market.bars else { return .end }
    row.time = BarGrid.later(market.start.milliseconds, by: Int64(market.made), of: length)
    row.line = market.made + 1
    row.bar = market.next()
    return .row
  }
}
