import SFCore
import SFStats
import SFTestSupport
import Testing

/// Figures of daily returns, against their definitions over the whole list.
@Suite struct DayFiguresTests {
  private func returns(seed: UInt64) -> [Double] {
    EquityPath(seed: seed, count: 700 + Int(seed) * 3).dailyReturns
  }

  /// By counting: as many values lie below as the share says, and the rest between two of them.
  private func quantile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    let place = share * Double(sorted.count - 1)
    let weight = place.truncatingRemainder(dividingBy: 1)
    let low = sorted[Int(place)]
    return weight == 0 ? low : low * (1 - weight) + sorted[Int(place) + 1] * weight
  }

  @Test func `tails agree with their definitions on random walks`() throws {
    for seed in 0..<150 as Range<UInt64> {
      let returns = returns(seed: seed)
      let tails = DayTails(returns.shuffled())
      let low = quantile(returns, 0.05)
      #expect(isClose(tails.valueAtRisk, -low), "seed \(seed)")
      let worst = returns.filter { $0 <= low }
      #expect(
        isClose(tails.expectedShortfall, -worst.reduce(0, +) / Double(worst.count)), "seed \(seed)")
      #expect(
        isClose(tails.ratio, low < 0 ? quantile(returns, 0.95) / -low : nil), "seed \(seed)")
    }
  }

  @Test func `tails need 30 returns, and a ratio a loss`() {
    let gains = (0..<40).map { Double($0 + 1) / 1_000 }
    #expect(DayTails(Array(gains.prefix(29))).valueAtRisk == nil)
    #expect(DayTails(Array(gains.prefix(29))).expectedShortfall == nil)
    #expect(DayTails(gains).ratio == nil)
    #expect((DayTails(gains).valueAtRisk ?? 0) < 0, "a gain is a loss below 0")
    // No minus zero, which would be written as one.
    let flat = DayTails(Array(repeating: 0, count: 40))
    #expect(flat.valueAtRisk?.sign == .plus && flat.expectedShortfall?.sign == .plus)
  }

  @Test func `Omega is gains over losses`() {
    for seed in 0..<100 as Range<UInt64> {
      let returns = returns(seed: seed)
      var omega = Omega()
      for value in returns { omega.update(value) }
      let gains = returns.map { max($0, 0) }.reduce(0, +)
      let losses = returns.map { max(-$0, 0) }.reduce(0, +)
      #expect(isClose(omega.value, gains / losses), "seed \(seed)")
    }
    var (few, gains) = (Omega(), Omega())
    for index in 0..<40 {
      if index < 29 { few.update(index % 2 == 0 ? 0.1 : -0.1) }
      gains.update(0.01)
    }
    #expect(few.value == nil && gains.value == nil)
  }

  @Test func `beta is the slope of least squares, alpha its height for a year`() throws {
    for seed in 0..<100 as Range<UInt64> {
      let (own, market) = (returns(seed: seed), returns(seed: seed + 500))
      let pairs = Array(zip(own, market))
      var fit = MarketFit()
      for (a, b) in pairs { fit.update(a, market: b) }
      let n = Double(pairs.count)
      let (meanA, meanB) = (
        pairs.map(\.0).reduce(0, +) / n, pairs.map(\.1).reduce(0, +) / n
      )
      let covariance = pairs.map { ($0 - meanA) * ($1 - meanB) }.reduce(0, +)
      let variance = pairs.map { ($1 - meanB) * ($1 - meanB) }.reduce(0, +)
      #expect(isClose(fit.beta, covariance / variance), "seed \(seed)")
      #expect(isClose(fit.alpha, (meanA - covariance / variance * meanB) * 365), "seed \(seed)")
    }
  }

  @Test func `what holds twice as much has twice the beta and no alpha`() throws {
    var (fit, still) = (MarketFit(), MarketFit())
    for value in returns(seed: 3) {
      fit.update(2 * value, market: value)
      still.update(value, market: 0.01)
    }
    #expect(isClose(fit.beta, 2))
    #expect(try #require(fit.alpha).magnitude < 1e-12)
    #expect(still.beta == nil && still.alpha == nil)
  }

  @Test func `streaks are the longest runs of one side`() {
    for seed in 0..<200 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let pnls = (0..<Int(seed % 60)).map { _ in Price(units: Int64(generator.next() % 5) - 2) }
      var streaks = Streaks()
      for pnl in pnls { streaks.update(pnl) }
      func longest(_ isOne: (Price) -> Bool) -> Int {
        pnls.split(whereSeparator: { !isOne($0) }).map(\.count).max() ?? 0
      }
      #expect(streaks.mostWins == longest { $0 > .zero }, "seed \(seed)")
      #expect(streaks.mostLosses == longest { $0 < .zero }, "seed \(seed)")
    }
  }

  @Test func `wins and losses have a mean each`() {
    for seed in 1..<100 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let pnls = (0..<Int(seed % 30)).map { _ in Int64(generator.next() % 7) - 3 }
      var returns = RoundTripReturns()
      for pnl in pnls {
        returns.update(pnl: Price(units: pnl * 100_000_000), entryPrice: 50, quantity: 2)
      }
      func mean(_ values: [Int64]) -> Double? {
        values.isEmpty ? nil : values.map { Double($0) / 100 }.reduce(0, +) / Double(values.count)
      }
      #expect(isClose(returns.averageWin, mean(pnls.filter { $0 > 0 })), "seed \(seed)")
      #expect(isClose(returns.averageLoss, mean(pnls.filter { $0 < 0 })), "seed \(seed)")
    }
  }
}
