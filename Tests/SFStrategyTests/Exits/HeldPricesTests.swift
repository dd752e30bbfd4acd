import SFCore
import SFStrategy
import SFTestSupport
import Testing

/// Bars between the levels are passed over: only where the rules would say nothing.
@Suite struct HeldPricesTests {
  /// Both directions, levels that are no prices, and those beyond all prices.
  @Test(arguments: [
    "tp_sl:0.03,0.015", "tp_sl:none,0.015", "tp_sl:0.03,none", "tp_sl:0.0000007,0.0000003",
    "tp_sl:90000000000,none", "tp_sl:none,0.99999999",
  ])
  func `a close is passed over exactly where no rule closes`(spec: String) throws {
    var random = SplitMix64(state: 7)
    for _ in 0..<300 {
      let entry = Price(
        units: 1 + Int64(random.next() >> UInt64.random(in: 12...60, using: &random)))
      for direction in [Direction.long, .short] {
        let rule = try exitCatalog.make(spec).0
        var book = Book(capital: .zero)
        book.open(at: entry, direction, quantity: .zero, rules: ExitRules([rule]))
        for close in closes(around: rule.levels(for: book.positions[0]), entry, &random) {
          let bar = Bar(
            series: 0, open: close, high: close, low: close, close: close, volume: 1)
          let isAsked = book.live(through: bar, at: 0)
          let market = MarketView(bar: bar, time: .earliest)
          let row: [Double] = []
          let reason = book.check(at: 0, market, row.span, levels: true)
          #expect(isAsked == (reason != nil), "\(direction) from \(entry), closed at \(close)")
          #expect(isAsked == (book.meet(bar, at: 0) != nil))
        }
      }
    }
  }

  /// Prices on both sides of each level, and any others.
  private func closes(
    around levels: ExitLevels, _ entry: Price, _ random: inout SplitMix64
  ) -> [Price] {
    var units: [Int64] = [1, Int64(random.next() >> 12), Int64(random.next() >> 30)]
    for level in [levels.target, levels.stop].compactMap(\.self) {
      let nearest = Int64(clamping: level.priceUnits.down)
      units += (-2...2).compactMap { nearest > 2 && nearest < .max - 2 ? nearest + $0 : nil }
    }
    return units.map { Price(units: max(1, $0)) }
  }
}
