import SFHTTP
import SFTestSupport
import Testing

@Suite struct WeightBudgetTests {
  @Test func `below 70 % nothing waits`() {
    var budget = WeightBudget(limit: 6_000)
    for request in 0..<2_099 {
      #expect(budget.wait(for: 2, at: 60_000) == 0, "request \(request)")
      budget.spend(2, at: 60_000)
    }
    budget.spend(2, at: 60_000)
    #expect(budget.wait(for: 2, at: 60_000) > 0)
  }

  /// Used 4800 of 6000 with 20 s left: (5700 − 4800) / 2 = 450 requests in 20 s, 44 ms apart.
  @Test func `from 70 % on what is left of the minute is shared out`() {
    var budget = WeightBudget(limit: 6_000)
    budget.note(used: 4_798, at: 100_000)
    budget.spend(2, at: 100_000)
    #expect(budget.wait(for: 2, at: 100_000) == 44)
    #expect(budget.wait(for: 2, at: 100_044) == 0)
  }

  @Test func `at 95 % all wait for the next minute`() {
    var budget = WeightBudget(limit: 6_000)
    budget.note(used: 5_700, at: 61_000)
    #expect(budget.wait(for: 2, at: 61_000) == 59_000)
    #expect(budget.wait(for: 2, at: 120_000) == 0)
  }

  /// Callers that obey never meet the limit, whatever others at the address use.
  @Test func `the limit is never met`() {
    for seed in 0..<50 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let others = Int(generator.next() % 5_000)
      var budget = WeightBudget(limit: 6_000)
      var (used, now, sent) = (others, Int64(0), 0)
      while now < 60_000 {
        let wait = budget.wait(for: 2, at: now)
        now += wait > 0 ? wait : Int64(generator.next() % 3)
        guard wait == 0, now < 60_000 else { continue }
        budget.spend(2, at: now)
        used += 2
        sent += 1
        budget.note(used: used, at: now)
        #expect(used <= 5_700 + 2, "seed \(seed)")
      }
      #expect(used > 4_200, "seed \(seed): \(sent) were sent")
    }
  }

  @Test func `without a known limit nothing waits`() {
    var budget = WeightBudget()
    budget.note(used: 1_000_000, at: 0)
    #expect(budget.wait(for: 20, at: 0) == 0)
  }

  // MARK: Numbers that cannot be

  @Test(arguments: [.max, 6_001, 1 << 40])
  func `a count beyond the limit says that the minute is used up`(count: Int) {
    var budget = WeightBudget(limit: 6_000)
    budget.note(used: count, at: 61_000)
    #expect(budget.wait(for: 2, at: 61_000) == 59_000)
    #expect(budget.wait(for: 2, at: 120_000) == 0)
    var unlimited = WeightBudget()
    unlimited.note(used: count, at: 61_000)
    unlimited.spend(2, at: 61_000)
    unlimited.setLimit(6_000)
    #expect(unlimited.wait(for: 2, at: 61_000) == 59_000)
  }

  @Test(arguments: [0, -1, .min])
  func `a count of less than nothing says nothing`(count: Int) {
    var budget = WeightBudget(limit: 6_000)
    budget.spend(4_300, at: 0)
    budget.note(used: count, at: 0)
    #expect(budget.wait(for: 2, at: 0) > 0)
  }

  /// Waiting for a minute with room for it would not end.
  @Test(arguments: [1, 2, 20])
  func `what no minute has room for goes first in one`(limit: Int) {
    var budget = WeightBudget(limit: limit)
    #expect(budget.wait(for: 20, at: 60_000) == 0)
    budget.spend(20, at: 60_000)
    #expect(budget.wait(for: 20, at: 60_000) == 60_000)
    #expect(budget.wait(for: 20, at: 120_000) == 0)
  }

  @Test func `a limit beyond reason is none that traps`() {
    var budget = WeightBudget()
    budget.setLimit(.max)
    #expect(budget.wait(for: 2, at: 0) == 0)
    budget.note(used: .max, at: 0)
    #expect(budget.wait(for: 2, at: 0) == 60_000)
  }
}
