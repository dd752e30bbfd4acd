import SFCore
import SFStrategy
import SFTestSupport
import Testing

@Suite struct KellySizerTests {
  private let equity = Money(1_000 as Price)

  private func trip(_ gain: Double) -> RoundTrip {
    RoundTrip(
      series: 0, exitTime: 0, pnl: Price(floatLiteral: 100 * gain), notional: Money(100 as Price))
  }

  private func learned(_ spec: String, _ gains: [Double]) throws -> any Sizer {
    var sizer = try sizer(spec)
    var marks = Marks()
    let row: [Double] = []
    for gain in gains { sizer.update(marks.next([100], closed: [trip(gain)]), row.span) }
    return sizer
  }

  @Test func `the fraction follows win rate and payoff`() throws {
    let gains = [Double](repeating: 0.02, count: 18) + [Double](repeating: -0.01, count: 12)
    // p 0.6, b 2: f = 0.4, half of it is 0.2.
    #expect(try learned("kelly", gains).size(equity: equity).get().double.rounded() == 200)
    #expect(try learned("kelly:max_fraction=0.1", gains).size(equity: equity) == .success(100))
  }

  @Test(
    arguments: [
      ([], nil, "20.0"),  // nothing is known: the fallback as it is
      ([], 0.6, "100.0"),  // p 0.6, b 1: f 0.2, half of it
      ([Double](repeating: -0.01, count: 29), 0.6, "100.0"),  // one short of a record
      ([Double](repeating: 0.01, count: 40), nil, "20.0"),  // no loss is known
      ([Double](repeating: 0.01, count: 40), 0.55, "50.0"),
    ] as [([Double], Double?, String)])
  func `before a record says anything the signal does`(
    gains: [Double], probability: Double?, notional: String
  ) throws {
    let sized = try learned("kelly", gains).size(equity: equity, probability: probability)
    #expect(try sized.get().double - Price(stringLiteral: notional).double < 1e-8)
  }

  @Test func `a losing record ends the entries, and says so`() throws {
    let sized = try learned("kelly", [Double](repeating: -0.01, count: 30)).size(
      equity: equity, probability: 0.9)
    #expect(sized == .failure(KellySizer.losingRecord))
    let least = try learned(
      "kelly:min_fraction=0.01", [Double](repeating: -0.01, count: 30))
    #expect(least.size(equity: equity) == .success(10))
    #expect(
      try learned("kelly", []).size(equity: equity, probability: 0.5)
        == .failure(NoSize("no_edge")))
  }

  /// The original system fed Kelly the results before fees.
  @Test func `an edge that the fees take is no bet`() throws {
    // Gross 16 × +1 % against 14 × −1 % is an edge; 0.2 % of fees turn it.
    let gross = [Double](repeating: 0.01, count: 16) + [Double](repeating: -0.01, count: 14)
    #expect(try learned("kelly", gross).size(equity: equity).get() > 0)
    let net = gross.map { $0 - 0.002 }
    #expect(try learned("kelly", net).size(equity: equity) == .failure(KellySizer.losingRecord))
  }

  /// Recomputed from the whole list of round trips.
  @Test func `agrees with the definition on random records`() throws {
    for seed in 0..<400 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var sizer = try sizer("kelly:fraction=0.8,min_round_trips=5,window=20,max_fraction=0.3")
      var marks = Marks()
      var gains: [Double] = []
      let row: [Double] = []
      for _ in 0..<60 {
        let new = (0..<Int.random(in: 0...2, using: &random)).map { _ in
          trip((Double.random(in: -0.02...0.025, using: &random) * 1e4).rounded() / 1e4)
        }
        gains += new.map(\.gain)
        sizer = try resumed(sizer)
        sizer.update(marks.next([100], closed: new), row.span)
        let expected = slow(Array(gains.suffix(20)))
        let sized = sizer.size(equity: equity, probability: 0.6)
        // At f = 0 the last bit decides.
        if expected.map({ $0 < 1e-9 }) ?? false { continue }
        switch expected {
        case nil: #expect(sized == .failure(KellySizer.losingRecord), "seed \(seed)")
        case let f?:
          #expect(try (sized.get().double - 1_000 * f).magnitude < 1e-6, "seed \(seed)")
        }
      }
    }
  }

  /// The fraction of equity; `nil` for a record without an edge.
  private func slow(_ gains: [Double]) -> Double? {
    let wins = gains.filter { $0 > 0 }
    let losses = gains.filter { $0 <= 0 }
    let lost = -losses.reduce(0, +)
    guard gains.count >= 5, lost > 0 else { return min(0.3, 0.8 * 0.2) }
    guard !wins.isEmpty else { return nil }
    let p = Double(wins.count) / Double(gains.count)
    let b = (wins.reduce(0, +) / Double(wins.count)) / (lost / Double(losses.count))
    let f = 0.8 * (p - (1 - p) / b)
    return f > 0 ? min(f, 0.3) : nil
  }

  private func resumed(_ sizer: any Sizer) throws -> any Sizer {
    try Checkpoint.resumed(AnyComponent<SizerList>(sizer)).content
  }
}
