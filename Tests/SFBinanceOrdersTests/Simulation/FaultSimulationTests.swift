import SFCore
import SFTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Days with faults, crashes and restarts, which the auditor finds right to the last digit; and days
/// with a bug, which it finds.
///
/// `SF_DESK_DAYS=10000` runs more of them, `SF_DESK_SEED=17` that one alone, and prints it.
@Suite struct FaultSimulationTests {
  /// A day takes a tenth of the time where the compiler has optimized it.
  #if DEBUG
    private static let days = 10
  #else
    private static let days = 500
  #endif

  private static func number(_ name: String) -> Int? {
    getenv(name).flatMap { Int(String(cString: $0)) }
  }

  @Test func `account and ledger agree whatever happens`() throws {
    if let seed = Self.number("SF_DESK_SEED") {
      var day = try TradingDay(seed: UInt64(seed), keepsLog: true)
      let findings = try day.run()
      print(day.log.joined(separator: "\n"))
      #expect(findings == [], "seed \(seed)")
      return
    }
    var counts = TradingDay.Counts()
    for seed in 1...(Self.number("SF_DESK_DAYS") ?? Self.days) {
      var day = try TradingDay(seed: UInt64(seed))
      let findings = try day.run()
      #expect(findings == [], "seed \(seed)")
      counts.fills += day.counts.fills
      counts.crashes += day.counts.crashes
      counts.lost += day.counts.lost
      counts.persons += day.counts.persons
      counts.protected += day.counts.protected
    }
    if Self.number("SF_DESK_DAYS") != nil { print(counts) }
    // Days on which nothing happens prove nothing.
    #expect(
      counts.fills > 50 && counts.crashes > 0 && counts.lost > 0 && counts.protected > 0,
      "\(counts)")
  }

  @Test(arguments: PlantedBug.allCases)
  func `a planted bug is found`(bug: PlantedBug) throws {
    for seed in 1...1_000 {
      var day = try TradingDay(seed: UInt64(seed), bug: bug)
      if try !day.run().isEmpty { return }
    }
    Issue.record("\(bug.rawValue) was found on none of 1 000 days")
  }

  @Test func `a crash of two fifths costs less than three twentieths`() throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      var day = try TradingDay(seed: seed, .crash)
      #expect(try day.run() == [], "seed \(seed)")
      #expect(day.counts.worst > Money(8_500 as Price), "seed \(seed): \(day.counts.worst)")
      // Who held nothing has not been through a crash.
      #expect(day.counts.worst < Money(9_000 as Price), "seed \(seed): \(day.counts.worst)")
    }
  }

  /// No breaker is quicker than a gap: what it costs is what may be held. Entries stop, and exits go
  /// through: of the trader, or of what waits at the exchange.
  @Test(arguments: [true, false])
  func `a gap of two fifths costs what may be held, and nothing is bought behind it`(
    isProtected: Bool
  ) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      var day = try TradingDay(seed: seed, .gap(isProtected: isProtected))
      #expect(try day.run() == [], "seed \(seed)")
      let counts = day.counts
      #expect(counts.worst > Money(9_150 as Price), "seed \(seed): \(counts.worst)")
      #expect(counts.worst < Money(9_700 as Price), "seed \(seed): \(counts.worst)")
      #expect(counts.stopped > 0 && counts.bought == 0, "seed \(seed): \(counts)")
      #expect((counts.protected > 0) == isProtected, "seed \(seed): \(counts)")
    }
  }

  @Test func `a seed is a day`() throws {
    var first = try TradingDay(seed: 3, keepsLog: true)
    var second = try TradingDay(seed: 3, keepsLog: true)
    #expect(try first.run() == second.run())
    #expect(!first.log.isEmpty && first.log == second.log)
  }
}
