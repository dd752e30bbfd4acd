import SFCore
import SFStrategy
import SFTestSupport
import Testing

@Suite struct FilterTests {
  @Test(
    arguments: [
      ("regime:feature=rsi_14,min=40,max=60", [39.9, 40, 50, 60, 60.1], "no yes yes yes no"),
      ("regime:feature=rsi_14,min=40", [39.9, 40, 1e9], "no yes yes"),
      ("regime:feature=rsi_14,max=60", [-5, 60, 61], "yes yes no"),
      ("regime:feature=rsi_14,max=60", [.nan], "unknown"),  // inert in the original system
      ("volatility:max=2", [1, 2, 2.1, .nan], "yes yes no unknown"),
      ("volatility:feature=x,min=0.1,max=2", [0, 0.1, 2, 3], "no yes yes no"),
    ])
  func `a value outside its band refuses, and so does a missing one`(
    spec: String, values: [Double], answers: String
  ) throws {
    let filter = try filter(spec)
    let marks = Marks(columns: 1)
    let said = values.map { word(filter.answer(marks.entry(), row: [$0])) }
    #expect(said.joined(separator: " ") == answers)
  }

  @Test func `a condition is computed at every bar, and refuses while it is missing`() throws {
    // Above the value of two bars ago: known from the third bar on.
    var filter = try filter("regime:when=x > lag(x, 2)")
    #expect(filter.needs == [ColumnNeed("x")])
    var marks = Marks(columns: 1)
    var said: [String] = []
    for value in [1, 2, 3, 1, 5, .nan, 6] {
      filter.update(marks.next([100], columns: [[value]]), row: [value])
      filter = try resumed(filter)
      filter.bind([0])
      said.append(word(filter.answer(marks.entry(), row: [value])))
    }
    #expect(said == ["unknown", "unknown", "yes", "no", "yes", "unknown", "yes"])
  }

  private func word(_ answer: FilterAnswer) -> String {
    switch answer {
    case .yes: "yes"
    case .no: "no"
    case .unknown: "unknown"
    }
  }

  @Test func `the percentile is the share of the last values that are not above`() throws {
    var filter = try filter("volatility:max_percentile=0.8,window=5")
    var marks = Marks(columns: 1)
    var said: [String] = []
    for value in [1, 2, 3, 2.5, 1.5, 4, 4, .nan, 0.5] {
      let mark = marks.next([100], columns: [[value]])
      filter.update(mark, row: marks.values)
      said.append(word(filter.answer(marks.entry(), row: [value])))
    }
    #expect(
      said == [
        "unknown", "unknown", "unknown", "unknown", "yes", "no", "no", "unknown", "yes",
      ])
  }

  /// From the whole list of values.
  @Test func `volatility agrees with the definition on random walks`() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var filter = try filter("volatility:max_percentile=0.7,window=9")
      var marks = Marks(columns: 1)
      var known: [Double] = []
      for _ in 0..<60 {
        let isMissing = UInt8.random(in: 0..<8, using: &random) == 0
        let value = isMissing ? .nan : Double(UInt8.random(in: 0..<12, using: &random))
        filter.update(marks.next([100], columns: [[value]]), row: [value])
        filter = try resumed(filter)
        if !isMissing { known.append(value) }
        let last = known.suffix(9)
        let share = Double(last.count { $0 <= value }) / 9
        let expected =
          isMissing || last.count < 9 ? "unknown" : share > 0.7 ? "no" : "yes"
        #expect(word(filter.answer(marks.entry(), row: [value])) == expected, "seed \(seed)")
      }
    }
  }

  @Test(
    arguments: [
      ("100", "98 98.01 101.99 102 97", "yes no no yes yes"),
      ("100 95", "99 96.5 96.91 93 97.5", "no no yes yes yes"),
      ("0.0103", "0.0105 0.010506 0.0101", "no yes no"),  // 2 % of 0.0103 is 0.000206, exactly
    ])
  func `an entry near an open one is refused`(open: String, closes: String, answers: String) throws
  {
    let filter = try filter("price_distance:pct=0.02")
    let book = book(open.split(separator: " ").compactMap { Price($0) })
    let said = closes.split(separator: " ").map { close in
      var marks = Marks()
      _ = marks.next([Price(close)])
      return word(filter.answer(marks.entry(), book))
    }
    #expect(said.joined(separator: " ") == answers)
    var marks = Marks()
    _ = marks.next([100, 100])
    #expect(filter.answer(marks.entry(1), book) == .yes, "another symbol")
  }

  @Test func `drawdown stops above max and begins again at resume`() throws {
    var filter = try filter("drawdown:max=0.1,resume=0.05")
    var marks = Marks()
    var said: [String] = []
    for equity in ["920", "900", "899.99999999", "930", "949.99999999", "950", "1000"] {
      filter.update(
        marks.next([100], equity: Money(Price(stringLiteral: equity)), highWater: 1_000))
      said.append(word(filter.answer(marks.entry())))
    }
    #expect(said == ["yes", "yes", "no", "no", "no", "yes", "yes"])
    #expect(try self.filter("drawdown").answer(marks.entry()) == .unknown("no equity yet"))
  }

  private func filter(_ spec: String) throws -> any EntryFilter {
    try SFStrategyTests.filter(spec)
  }

  private func resumed(_ filter: any EntryFilter) throws -> any EntryFilter {
    try Checkpoint.resumed(AnyComponent<FilterList>(filter)).content
  }

  @Test(
    arguments: [
      "regime", "regime:feature=a", "regime:feature=a,min=1,when=a > 1", "regime:when=a >",
      "regime:when=a > 1,max=2", "regime:when=a + 1", "regime:feature=a,min=2,max=1", "volatility",
      "volatility:max_percentile=1", "volatility:max_percentile=0", "drawdown:max=0",
      "drawdown:resume=0.2", "correlation:max=2", "correlation:window=2", "cooldown:bars=0",
      "cooldown:after=win", "price_distance:pct=0", "signal_accuracy:min=1.1",
      "time_of_day:hours=8-20", "time_of_day:hours=08", "time_of_day:hours=08-08",
      "time_of_day:hours=25-26", "time_of_day:days=monday", "time_of_day:days=", "cooldwon",
    ])
  func `rejects a configuration that it cannot honor`(spec: String) {
    #expect(throws: ConfigurationError.self) { try filterCatalog.make(spec) }
  }
}
