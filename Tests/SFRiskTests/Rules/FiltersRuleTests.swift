import SFCore
import SFRisk
import SFTestSupport
import Testing

@Suite struct FiltersRuleTests {
  private func rule(_ spec: String = "filters:info.json") throws -> FiltersRule {
    var filters = OrderFilters(symbol: "AUSDT")
    filters.size = .init(least: 0.1, most: 9, step: 0.1)
    filters.marketSize = .init(most: 5)
    filters.leastNotionals = [.init(Money(10 as Price), appliesToMarket: true)]
    filters.mostNotional = .init(Money(800 as Price), appliesToMarket: false)
    filters.limits = .init(least: 50, most: 200, tick: 0.5)
    return try #require(try riskRuleCatalog.make(spec).0 as? FiltersRule).with([filters])
  }

  @Test func `holds an entry against each filter`() throws {
    try RiskScript([rule()]).check(
      """
      A=100 | buy A 0.2; buy A 0.25                 | yes; cut 0.2 filters
      A=100 | buy A 0.05; buy A 0.1                 | no filters lot_size; no filters min_notional
      A=100 | buy A 6; buy A 6 @ 100                | no filters market_lot_size; yes
      A=100 | buy A 9 @ 100; buy A 10 @ 50          | no filters above_max_notional; no filters lot_size
      A=100 | buy A 1 @ 99.7; buy A 1 @ 250         | no filters price_filter; no filters price_filter
      A=100 B=1 | buy B 1                           | no filters not_allowed
      """)
  }

  @Test func `is asked again when another rule has cut`() throws {
    let cutting = try riskRuleCatalog.make("position:0.012").0
    try RiskScript([rule(), cutting]).check("A=100 | buy A 1 | no filters min_notional")
    try RiskScript([rule("filters:info.json,headroom=1"), cutting]).check(
      "A=100 | buy A 1 | cut 0.12 position, cut 0.1 filters")
  }
}
