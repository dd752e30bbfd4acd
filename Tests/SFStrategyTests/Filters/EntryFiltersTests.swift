import SFCore
import SFStrategy
import SFTestSupport
import Testing

/// Filters together: all, any, not.
@Suite struct EntryFiltersTests {
  /// Filters over one column each, by name: `a` passes above 0.
  private func filters(_ mode: EntryFilters.Mode, _ specs: String...) throws -> EntryFilters {
    var filters = EntryFilters(
      try specs.map { spec in
        let isNegated = spec.hasPrefix("!")
        let name = isNegated ? String(spec.dropFirst()) : spec
        let filter = try filterCatalog.make("regime:feature=\(name),min=0").0
        return EntryFilters.Member(filter, isNegated: isNegated)
      }, mode: mode)
    var columns = ColumnTable()
    for name in ["a", "b"] { _ = columns.add(name) }
    try filters.bind(Header(), columns)
    return filters
  }

  private func answer(_ filters: EntryFilters, _ row: [Double]) -> String? {
    filters.refusal(Marks().entry(), Book(capital: .zero), row.span).map {
      "\($0.by): \($0.reason)"
    }
  }

  @Test func `the first of all that does not say yes refuses`() throws {
    let both = try filters(.all, "a", "b")
    #expect(answer(both, [1, 1]) == nil)
    #expect(answer(both, [1, -1]) == "regime: below_min")
    #expect(answer(both, [.nan, -1]) == "regime: a is missing")
  }

  @Test func `one yes of any is enough`() throws {
    let either = try filters(.any, "a", "b")
    #expect(answer(either, [1, -1]) == nil)
    #expect(answer(either, [.nan, 1]) == nil)
    #expect(answer(either, [-1, -1]) == "any(regime,regime): none says yes")
    #expect(answer(either, [.nan, -1]) == "any(regime,regime): none says yes")
  }

  /// In the original system an exception in a filter let the signal pass.
  @Test func `what is not known is no yes, turned round or not`() throws {
    let negated = try filters(.all, "!a")
    #expect(answer(negated, [-1, 0]) == nil)
    #expect(answer(negated, [1, 0]) == "not(regime): inside")
    #expect(answer(negated, [.nan, 0]) == "not(regime): a is missing")
    #expect(answer(try filters(.any, "!a"), [.nan, 0]) == "any(not(regime)): none says yes")
  }

  @Test func `a column that the stream lacks is an error at start`() throws {
    var filters = try filters(.all, "a")
    #expect(throws: StageError.self) { try filters.bind(Header(), ColumnTable()) }
  }

  /// Each filter of the catalog, over a market with signals and round trips, resumed at each mark.
  @Test func `every filter of the catalog survives being checkpointed`() throws {
    let specs = [
      "cooldown:bars=3", "correlation:window=5,max=0", "drawdown:max=0.01,resume=0.005",
      "price_distance", "regime:feature=a,min=0", "signal_accuracy:window=3,horizon=2",
      "time_of_day", "volatility:feature=a,max_percentile=0.5,window=4",
    ]
    #expect(specs.map { $0.split(separator: ":")[0] } == filterCatalog.members.map { $0.kind[...] })
    var refusals = 0
    for seed in 0..<40 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var plain = EntryFilters(
        try specs.map { .init(try filterCatalog.make($0).0) })
      var columns = ColumnTable()
      _ = columns.add("a")
      try plain.bind(Header(), columns)
      var resumed = plain
      var marks = Marks(columns: 1)
      for closes in randomCloses(60, series: 2, missing: 0.1, seed: seed) {
        let value = [Double.random(in: -1...4, using: &random)]
        let vote = Vote(
          series: 0, signal: Signal(series: 0, detector: "test", direction: .rise))
        let closed =
          UInt8.random(in: 0..<9, using: &random) == 0
          ? [RoundTrip(series: 0, exitTime: marks.time, pnl: -1, notional: Money(9 as Price))] : []
        let mark = marks.next(
          closes, columns: [value, value], votes: closes[0] == nil ? [] : [vote], closed: closed,
          equity: Money(Price(units: Int64.random(in: 98...100, using: &random) * 1_000_000_000)))
        resumed = try Checkpoint.resumed(resumed)
        plain.update(mark, marks.values.span)
        resumed.update(mark, marks.values.span)
        let open = book([101], series: [1])
        let texts = plain.explanations(marks.entry(), open, value.span)
        #expect(texts == resumed.explanations(marks.entry(), open, value.span), "seed \(seed)")
        refusals += texts.count { !$0.hasSuffix("yes") }
      }
    }
    #expect(refusals > 1_000, "the filters say no now and then, or nothing is compared")
  }
}
