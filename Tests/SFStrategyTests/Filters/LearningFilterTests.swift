import SFCore
import SFStrategy
import SFTestSupport
import Testing

/// The filters that remember what they saw: each against its definition, over the whole past.
@Suite struct LearningFilterTests {
  private func resumed(_ filter: any EntryFilter) throws -> any EntryFilter {
    try Checkpoint.resumed(AnyComponent<FilterList>(filter)).content
  }

  private func trip(_ pnl: Price, at exitTime: Timestamp) -> RoundTrip {
    RoundTrip(series: 0, exitTime: exitTime, pnl: pnl, notional: Money(100 as Price))
  }

  @Test func `cooldown counts the bars since the exit's fill`() throws {
    // Filled at the open of the bar of minute 1: that bar is the first.
    var filter = try filter("cooldown:bars=2")
    var marks = Marks()
    filter.update(marks.next([100], closed: [trip(-1, at: 0)]))
    #expect(filter.answer(marks.entry()) == .no("after_loss"))
    filter.update(marks.next([nil, 100]))
    #expect(filter.answer(marks.entry()) == .no("after_loss"), "only bars of the symbol count")
    filter.update(marks.next([100]))
    #expect(filter.answer(marks.entry()) == .yes)
    // Filled at the close of minute 4: the bar of minute 5 is the first.
    filter.update(marks.next([100], closed: [trip(-1, at: Timestamp(milliseconds: 240_000))]))
    filter.update(marks.next([100]))
    #expect(filter.answer(marks.entry()) == .no("after_loss"))
    filter.update(marks.next([100]))
    #expect(filter.answer(marks.entry()) == .yes)
    filter.update(marks.next([100], closed: [trip(1, at: 0)]))
    #expect(filter.answer(marks.entry()) == .yes, "a gain needs no rest")
  }

  @Test(arguments: ["loss", "any"])
  func `cooldown agrees with the definition on random exits`(after: String) throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var filter = try filter("cooldown:bars=4,after=\(after)")
      var marks = Marks()
      var (exits, bars) = ([Timestamp](), [Timestamp]())
      for _ in 0..<80 {
        let hasBar = UInt8.random(in: 0..<5, using: &random) > 0
        var closed: [RoundTrip] = []
        if hasBar, UInt8.random(in: 0..<9, using: &random) == 0 {
          let isAtClose = Bool.random(using: &random)
          let time = marks.time + (isAtClose ? 60_000 : 0)
          let pnl: Price = Bool.random(using: &random) ? 1 : -1
          closed.append(trip(pnl, at: time))
          if after == "any" || pnl < 0 { exits.append(time) }
        }
        filter.update(marks.next([hasBar ? 100 : nil, 100], closed: closed))
        filter = try resumed(filter)
        if hasBar { bars.append(marks.time) }
        let since = exits.last.map { exit in bars.count { $0 > exit } }
        let expected = since.map { $0 < 4 } ?? false
        #expect((filter.answer(marks.entry()) != .yes) == expected, "seed \(seed)")
      }
    }
  }

  /// In the original system nothing filled its state, so that it let everything pass.
  @Test func `correlation learns without a single entry`() throws {
    var filter = try filter("correlation:max=0.5,window=10,max_correlated=1")
    var marks = Marks()
    for closes in randomCloses(11, seed: 3) {
      let close = try #require(closes[0])
      filter.update(marks.next([close, Price(units: 3 * close.units)]))
    }
    let open = book([100], series: [1])
    #expect(filter.answer(marks.entry(0), open) == .no("correlated"))
    #expect(filter.answer(marks.entry(0)) == .yes, "nothing is open")
  }

  /// Both series cut to the marks that they share, the slow way.
  @Test func `correlation agrees with the definition on walks with missing bars`() throws {
    for seed in 0..<150 as Range<UInt64> {
      var filter = try filter("correlation:max=0.1,window=8,max_correlated=2")
      var marks = Marks()
      let walks = randomCloses(50, series: 3, missing: 0.15, seed: seed)
      let open = book([100, 100, 100], series: [1, 2, 0])
      for (index, closes) in walks.enumerated() {
        filter.update(marks.next(closes))
        if index % 5 == 0 { filter = try resumed(filter) }
        let values = [1, 2, 0].map { other -> Double? in
          let common = walks[...index].filter { $0[0] != nil && $0[other] != nil }.suffix(8)
          guard common.count == 8 else { return nil }
          return pearson(returns(common.map { $0[0] ?? 0 }), returns(common.map { $0[other] ?? 0 }))
        }
        let answer = filter.answer(marks.entry(0), open)
        if values.contains(where: { $0 == nil }) {
          #expect(answer == .unknown("fewer than 8 common marks"), "seed \(seed), mark \(index)")
        } else {
          let isCorrelated = values.count { $0 ?? 0 > 0.1 } >= 2
          #expect((answer != .yes) == isCorrelated, "seed \(seed), mark \(index)")
        }
      }
    }
  }

  private func returns(_ closes: [Price]) -> [Double] {
    zip(closes, closes.dropFirst()).map { $1.double / $0.double - 1 }
  }

  private func pearson(_ a: [Double], _ b: [Double]) -> Double {
    let (meanA, meanB) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
    let products = zip(a, b).map { ($0 - meanA) * ($1 - meanB) }.reduce(0, +)
    let squares = [(a, meanA), (b, meanB)].map { list, mean in
      list.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    }
    return products / (squares[0] * squares[1]).squareRoot()
  }

  @Test(arguments: SignalDirection.allCases)
  func `a signal hits when the close lies on its side, known only then`(
    direction: SignalDirection
  ) throws {
    var filter = try filter("signal_accuracy:min=0.5,window=2,horizon=2")
    var marks = Marks()
    func vote() -> [Vote] {
      [Vote(series: 0, signal: Signal(series: 0, detector: "test", direction: direction))]
    }
    let closes: [Price] = direction == .rise ? [100, 99, 98, 97, 99] : [98, 99, 100, 101, 99]
    var said: [Bool] = []
    for (index, close) in closes.enumerated() {
      filter.update(marks.next([close], votes: index < 3 ? vote() : []))
      said.append(filter.answer(marks.entry()) == .yes)
    }
    // Two misses are known at the fourth bar; at the fifth a hit makes it one of two.
    #expect(said == [true, true, true, false, true])
    #expect(filter.answer(marks.entry(detectors: ["other"])) == .yes)
  }

  @Test func `signal accuracy agrees with the definition on random walks`() throws {
    for seed in 0..<150 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var filter = try filter("signal_accuracy:min=0.5,window=6,horizon=3")
      var marks = Marks()
      var bars: [[Price]] = [[], []]
      var calls: [(series: Int, direction: SignalDirection, bar: Int)] = []
      var known: [Bool] = []
      for closes in randomCloses(120, series: 2, missing: 0.1, seed: seed) {
        for (series, close) in closes.enumerated() {
          guard let close else { continue }
          bars[series].append(close)
          for call in calls where call.series == series && call.bar + 3 == bars[series].count {
            let then = bars[series][call.bar - 1]
            known.append(call.direction == .rise ? close > then : close < then)
          }
        }
        let series = Int.random(in: 0...1, using: &random)
        let direction: SignalDirection = Bool.random(using: &random) ? .rise : .fall
        let isCalled = closes[series] != nil && UInt8.random(in: 0..<3, using: &random) == 0
        if isCalled { calls.append((series, direction, bars[series].count)) }
        let vote = Vote(
          series: series, signal: Signal(series: series, detector: "test", direction: direction))
        filter.update(marks.next(closes, votes: isCalled ? [vote] : []))
        filter = try resumed(filter)
        let last = known.suffix(6)
        let isPoor = last.count == 6 && last.count { $0 } < 3
        #expect((filter.answer(marks.entry()) != .yes) == isPoor, "seed \(seed)")
      }
    }
  }
}
