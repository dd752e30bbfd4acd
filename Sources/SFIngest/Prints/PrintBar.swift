import SFCore

/// A bar that is made of prints. All sums are exact until the bar is written.
struct PrintBar {
  private let open: Price
  private(set) var high: Price
  private(set) var low: Price
  private(set) var close: Price
  private(set) var count: Int64 = 0
  /// In units of 10⁻⁸ of the base asset, and 10⁻¹⁶ of the quote currency.
  private(set) var volume: Int128 = 0
  private(set) var notional = Money.zero
  private var takerVolume: Int128 = 0
  private var takerNotional = Money.zero
  private var knowsTakers = true

  init(_ print: Print) {
    (open, high, low, close) = (print.price, print.price, print.price, print.price)
    add(print)
  }

  mutating func add(_ print: Print) {
    high = max(high, print.price)
    low = min(low, print.price)
    close = print.price
    count += print.count
    let money = print.price * print.quantity
    volume += Int128(print.quantity.units)
    notional += money
    if print.isTakerBuy == true {
      takerVolume += Int128(print.quantity.units)
      takerNotional += money
    }
    knowsTakers = knowsTakers && print.isTakerBuy != nil
  }

  /// Whether it holds what bars of this rule hold; those of time end by the clock.
  func isFull(_ rule: PrintRule) -> Bool {
    switch rule {
    case .time: false
    case .count(let most): count >= most
    case .volume(let most): volume >= Int128(most.units)
    case .notional(let most): notional >= most
    case .range(let most): high.units - low.units >= most.units
    }
  }

  /// The bar, for a series that the caller sets.
  var bar: Bar {
    Bar(
      series: 0, open: open, high: high, low: low, close: close, volume: Self.amount(volume))
  }

  /// What the exchange's own bars have beside the prices, in ascending order of name.
  var fields: [MarketField] {
    let takers = [
      MarketField(name: "taker_buy_base_volume", value: Self.amount(takerVolume)),
      MarketField(name: "taker_buy_quote_volume", value: takerNotional.double),
    ]
    return [MarketField(name: "quote_volume", value: notional.double)]
      + (knowsTakers ? takers : []) + [MarketField(name: "trades", value: Double(count))]
  }

  private static func amount(_ units: Int128) -> Double {
    ExactRatio.double(units, over: 100_000_000)
  }
}
